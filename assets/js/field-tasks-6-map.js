/* Xiuhua: the tasks on a map, with where the phone is; a touch opens the task. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  const { html, fieldList: list, fieldPlace: place } = xiuhua;
  const NEAREST_AT_FIRST = 16;
  /** @type {{ box: HTMLElement, map: L.Map, end: () => void, pins: L.LayerGroup, around: L.Circle, me: L.Marker, isPlaced: boolean } | null} */
  let shown = null;

  /** @param {HTMLElement} box */
  function mount(box) {
    const { map, end } = xiuhua.smallMap(box);
    const around = L.circle([0, 0], { radius: 0, className: 'pin-around', interactive: false });
    const me = L.marker([0, 0], { icon: L.divIcon({ className: 'field-me-mark', iconSize: [0, 0] }), interactive: false, keyboard: false });
    return { box, map, end, around, me, pins: L.layerGroup().addTo(map), isPlaced: false };
  }

  /** @param {Xiuhua.FieldTask} task */
  function pin(task) {
    const inside = html`<a href="#task=${task.id}" title="${task.category_name}" aria-label="${task.category_name}">${list.lamp(task)}<span>${task.category_name}</span></a>`;
    return L.marker([task.lat, task.lon], { icon: L.divIcon({ className: 'field-pin', iconSize: [0, 0], html: String(inside) }), keyboard: false });
  }

  /** Shows the tasks and the phone once, then leaves the map to the thumb. @param {Xiuhua.FieldTask[]} tasks */
  function put(tasks) {
    const here = place.now();
    const points = tasks.map(({ lat, lon }) => L.latLng(lat, lon));
    if (here) points.push(L.latLng(here.lat, here.lon));
    if (!shown || shown.isPlaced || !points.length) return;
    shown.map.fitBounds(L.latLngBounds(points).pad(0.25), { maxZoom: NEAREST_AT_FIRST, animate: false });
    shown.isPlaced = true;
  }

  /** @param {HTMLElement} box @param {Xiuhua.FieldTask[]} tasks */
  function paint(box, tasks) {
    if (!L) { box.textContent = xiuhua.say('field.no_map'); return; }
    if (shown && shown.box !== box) { shown.end(); shown = null; }
    shown = shown || mount(box);
    const { map, pins, around, me } = shown;
    pins.clearLayers();
    tasks.forEach((task) => pin(task).addTo(pins));
    const here = place.now();
    if (here) {
      me.setLatLng([here.lat, here.lon]).addTo(map);
      around.setLatLng([here.lat, here.lon]).setRadius(here.accuracy_m).addTo(map);
    }
    put(tasks);
  }

  xiuhua.fieldMap = { paint };
})(window.xiuhua);
