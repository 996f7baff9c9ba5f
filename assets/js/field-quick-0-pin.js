/* Xiuhua: a small map over the city's own ground, also with one pin: for forms that ask where something is. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const { fetchJson, homeOf } = xiuhua.mapData;
  const PIN_ZOOM = 17;
  const CITY_ZOOM = 13;
  const NEAREST = 19;

  /** Our own ground, which comes in two parts. @param {Xiuhua.MapTiles} tiles */
  async function paint(tiles) {
    const far = await fetchJson('/api/v1/map/basemap?part=far');
    if (!far) return;
    const ground = xiuhua.basemap(far);
    tiles.setPainter('1-ground', ground.ground);
    tiles.setPainter('3-names', ground.names);
    const near = await fetchJson('/api/v1/map/basemap?part=near');
    if (!near) return;
    ground.add(near);
    tiles.repaint();
  }

  /** Shows the city, unless the pin is somewhere already. @param {L.Map} map @param {() => boolean} isPinned */
  async function open(map, isPinned) {
    const home = homeOf(await fetchJson('/api/v1/map/areas?part=far'));
    if (home && !isPinned()) map.setView(home.getCenter(), CITY_ZOOM, { animate: false });
  }

  /**
   * Mounts a map into `box` that follows its size; without a network its ground is plain.
   * @param {HTMLElement} box
   * @returns {{ map: L.Map, end: () => void }}
   */
  xiuhua.smallMap = (box) => {
    const map = L.map(box, { attributionControl: false, zoomControl: false, maxZoom: NEAREST, center: [35, 104], zoom: 4 });
    L.control.zoom({ position: 'bottomright' }).addTo(map);
    const address = box.dataset.tiles || 'builtin';
    if (address === 'builtin') {
      const tiles = xiuhua.mapTiles({ opaque: true, zIndex: 1 }).addTo(map);
      paint(tiles).catch(() => box.classList.add('is-plain'));
    } else L.tileLayer(address, { maxZoom: NEAREST }).addTo(map);
    const seen = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    seen.observe(box);
    return { map, end() { seen.disconnect(); map.remove(); } };
  };

  /**
   * Mounts it into `box`. `moved` hears where a person puts the pin; without a network there is a pin on plain ground.
   * @param {HTMLElement} box
   * @param {(lon: number, lat: number) => void} moved
   * @returns {Xiuhua.PinMap}
   */
  xiuhua.pinMap = (box, moved) => {
    const { map, end } = xiuhua.smallMap(box);
    /** @type {L.Marker | null} */
    let pin = null;
    const around = L.circle([0, 0], { radius: 0, className: 'pin-around', interactive: false });

    /** @param {number} lon @param {number} lat @param {number | null} accuracy_m */
    function show(lon, lat, accuracy_m = null) {
      const where = L.latLng(lat, lon);
      if (!pin) {
        const icon = L.divIcon({ className: 'pin-mark', iconSize: [0, 0], html: '<i></i>' });
        pin = L.marker(where, { icon, draggable: true, keyboard: false }).addTo(map);
        pin.on('dragend', () => { if (pin) put(pin.getLatLng()); });
        map.setView(where, PIN_ZOOM, { animate: false });
      }
      pin.setLatLng(where);
      if (accuracy_m) around.setLatLng(where).setRadius(accuracy_m).addTo(map);
      else around.remove();
      if (!map.getBounds().pad(-0.1).contains(where)) map.setView(where, Math.max(map.getZoom(), PIN_ZOOM), { animate: false });
    }

    /** @param {L.LatLng} where */
    function put(where) {
      const { lng, lat } = where.wrap();
      show(lng, lat);
      moved(lng, lat);
    }

    map.on('click', (event) => put(event.latlng));
    open(map, () => Boolean(pin)).catch(() => box.classList.add('is-plain'));
    function clear() {
      pin?.remove();
      around.remove();
      pin = null;
    }

    return { show, clear, end };
  };
})(window.xiuhua);
