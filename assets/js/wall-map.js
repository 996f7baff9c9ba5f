/* Xiuhua wall: the map at the wall's scale, the home view, the scenes' layers, the pipes, and flights. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const QUIET_LAYERS = ['manhole', 'drainage', 'camera', 'tree', 'environment', 'air', 'grid'];
  const FARTHEST_ZOOM = 3;
  const NEAREST_ZOOM = 17;
  /** @type {[state: Xiuhua.State, colour: string][]} */
  const PIPE_INKS = [['offline', 'stale'], ['normal', 'ok'], ['minor', 'minor'], ['major', 'major'], ['critical', 'critical']];
  const PIPES = '4-pipes';
  /** Room that figures and foot take of the map, in rem. */
  const ABOVE_REM = 8.2;
  const BELOW_REM = 4;

  let scale = 0;
  /** @type {Xiuhua.NamedRing | null} */
  let target = null;
  /** @type {{ id: string, lon: number, lat: number } | null} */
  let wanted = null;
  /** @type {{ line: number[], state: Xiuhua.State }[]} */
  let pipes = [];
  let pipesKey = '';
  /** Where people on duty are: neither who, nor whether a dot is that of before. @type {{ session: Xiuhua.Session, layer: L.LayerGroup } | null} */
  let people = null;
  let states = '';

  const present = () => (xiuhua.map ? xiuhua.map.session : null);
  const holder = () => xiuhua.need(HTMLElement, '.wall-map-holder');
  const frame = () => xiuhua.need(HTMLElement, '.wall-map');

  /** The map of this wall, once it has data and room. */
  function ready() {
    const session = present();
    const isHeld = document.querySelector('.wall-map-holder') !== null;
    return isHeld && session && session.areas && session.map.getSize().x ? session : null;
  }

  /**
   * The whole number of zoom, and the scale of the map with which the city just fits.
   * @param {Xiuhua.Session} session
   */
  function fit({ map, home: city }) {
    const box = frame().getBoundingClientRect();
    const rem = wall.rem();
    if (!city) return null;
    const low = map.project(city.getNorthWest(), 0);
    const high = map.project(city.getSouthEast(), 0);
    const room = [box.width - 7 * rem, box.height - (ABOVE_REM + BELOW_REM) * rem];
    const fitting = Math.min(room[0] / (high.x - low.x), room[1] / (high.y - low.y));
    const usual = rem / 16;
    const zoom = Math.max(FARTHEST_ZOOM, Math.min(NEAREST_ZOOM, Math.floor(Math.log2(fitting / usual) + 0.35)));
    return { zoom, scale: fitting / 2 ** zoom, box, city };
  }

  /**
   * Sizes the map so that, enlarged by `scale`, it fills its place.
   * @param {Xiuhua.Session} session
   * @param {number} to
   * @param {DOMRect} box
   */
  function size(session, to, box) {
    if (scale === to && holder().dataset.box === `${box.width}x${box.height}`) return;
    scale = to;
    const node = holder();
    node.dataset.box = `${box.width}x${box.height}`;
    node.style.width = box.width / to + 'px';
    node.style.height = box.height / to + 'px';
    node.style.transform = `scale(${to})`;
    const { map, tiles, pointer } = session;
    xiuhua.sprites.magnify(to);
    map.invalidateSize({ animate: false, pan: false });
    pointer.layer.remove();
    pointer.layer.addTo(map);
    tiles.redraw();
  }

  /**
   * The city as a whole, in the middle of what figures and foot leave free.
   * @param {boolean} [isHeld] whether the place that the map flew to stays in the middle, whatever happens around it
   */
  function home(isHeld = wall.focused) {
    const session = ready();
    if (!session) return false;
    const view = fit(session);
    if (!view) return true;
    session.limit(view.zoom);
    size(session, view.scale, view.box);
    if (isHeld && wanted) return fly(wanted.id, wanted.lon, wanted.lat);
    const { map } = session;
    const shift = ((ABOVE_REM - BELOW_REM) * wall.rem()) / 2 / scale;
    const centre = map.project(view.city.getCenter(), view.zoom).subtract([0, shift]);
    map.setView(map.unproject(centre, view.zoom), view.zoom, { animate: false });
    mark(null);
    return true;
  }

  /** The map has another size or another city: an alarm that is forward, or a place it was sent to, stays in sight. */
  const resettle = () => home(wall.focused || target !== null);

  /** The ring around an asset that the map flew to, with its name (null: none). @param {string | null} id */
  function mark(id) {
    if (target) target.remove();
    target = null;
    wall.lead(false);
    const session = present();
    if (!session) return;
    const { layer } = session.pointer;
    layer.pin(id);
    if (id === null || !wanted) return;
    const { store } = layer;
    const slot = store.slotOf.get(id);
    const known = slot === undefined ? null : { name: store.names[slot], state: xiuhua.states[store.state[slot]] };
    target = new xiuhua.NamedRing(session.map, {
      name: '', state: 'critical', ...known, number: id, position: [wanted.lat, wanted.lon],
      className: 'wall-target', enlarged: wall.rem() / 16 / scale, below: true,
    });
    wall.lead(true);
  }

  /** The ring tells the newest state. */
  function turn() {
    const store = present()?.pointer.layer.store;
    const slot = wanted ? store?.slotOf.get(wanted.id) : undefined;
    if (store && target && slot !== undefined) target.setState(xiuhua.states[store.state[slot]]);
  }

  /** Where the ring is in the window, once the map has arrived: its element is still under way then. */
  function markAt() {
    const session = present();
    if (!target || !session) return null;
    const { left, top } = session.map.getContainer().getBoundingClientRect();
    const { x, y } = session.map.latLngToContainerPoint(target.position);
    return { x: left + x * scale, y: top + y * scale };
  }

  /**
   * Brings an asset's place into the middle, with a ring around it.
   * @param {string} id
   * @param {number} lon
   * @param {number} lat
   */
  function fly(id, lon, lat) {
    wanted = { id, lon, lat };
    const session = ready();
    if (!session) return false;
    aim(session, wanted, !xiuhua.reducedMotion());
    mark(id);
    return true;
  }

  /** @param {Xiuhua.Session} session @param {{ lon: number, lat: number }} place @param {boolean} animate */
  function aim(session, { lon, lat }, animate) {
    const { map } = session;
    const zoom = xiuhua.flightZoom(session);
    const rem = wall.rem() / (scale || 1);
    const centre = map.project([lat, lon], zoom).add([8 * rem, -2 * rem]);
    map.setView(map.unproject(centre, zoom), zoom, { animate, duration: 0.3 });
  }

  /** Leaflet passes over a new aim while it flies, so the map is aimed again when it has arrived. */
  function arrive() {
    const session = ready();
    if (wall.focused && wanted && session) aim(session, wanted, false);
  }

  /**
   * Flies to an asset by its number; false when the map does not know it.
   * @param {string} id
   */
  function flyTo(id) {
    const { projection } = xiuhua;
    const store = ready()?.pointer.layer.store;
    const slot = store?.slotOf.get(id);
    if (!store || slot === undefined) return false;
    return fly(id, projection.lonOf(store.wx[slot]), projection.latOf(store.wy[slot]));
  }

  function showLayers() {
    const tab = xiuhua.find(HTMLElement, `.wall-tab[data-scene="${wall.scene}"]`);
    if (!ready() || !tab) return;
    const layers = (tab.dataset.layers || '').split(' ').filter(Boolean);
    xiuhua.map.setVisibleLayers(layers.length ? [...layers, 'grid'] : QUIET_LAYERS, { remember: false });
    if (!tab.dataset.pipes) showPipes(null);
  }

  /** @param {Xiuhua.Pipes | null} fresh */
  function showPipes(fresh) {
    const key = fresh ? fresh.states.join() : '';
    const session = present();
    if (!session || key === pipesKey) return;
    pipesKey = key;
    pipes = fresh ? fresh.lines.map((line, i) => ({ line: worldLine(line), state: fresh.states[i] })) : [];
    session.tiles.setPainter(PIPES, fresh ? paintPipes : null);
  }

  /** @param {number[]} line */
  function worldLine(line) {
    const { worldX, worldY } = xiuhua.projection;
    return line.map((value, i) => (i % 2 ? worldY(value) : worldX(value)));
  }

  /**
   * The graver what a pipe has reached, the wider and the later it is painted.
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {Xiuhua.TileView} view
   */
  function paintPipes(ctx, view) {
    ctx.lineCap = ctx.lineJoin = 'round';
    PIPE_INKS.forEach(([state, name], at) => {
      ctx.strokeStyle = xiuhua.tokens.token(name);
      ctx.lineWidth = 1.6 + at * 0.7;
      ctx.globalAlpha = at ? 0.95 : 0.5;
      ctx.beginPath();
      pipes.filter((pipe) => pipe.state === state).forEach(({ line }) => {
        for (let i = 0; i < line.length; i += 2) {
          const [x, y] = [view.px(line[i]), view.py(line[i + 1])];
          if (i) ctx.lineTo(x, y); else ctx.moveTo(x, y);
        }
      });
      ctx.stroke();
    });
    ctx.globalAlpha = 1;
  }

  /** @param {Xiuhua.Dot[]} dots */
  function showPeople(dots) {
    const session = present();
    if (!session) return;
    if (!people || people.session !== session) people = { session, layer: window.L.layerGroup().addTo(session.map) };
    const { layer } = people;
    layer.clearLayers();
    dots.forEach(([lon, lat, hue, standing]) => {
      const html = `<i class="duty-mark is-${standing}" data-hue="${hue}"></i>`;
      const icon = window.L.divIcon({ className: 'wall-dot', html, iconSize: [14, 14] });
      window.L.marker([lat, lon], { icon, keyboard: false, interactive: false }).addTo(layer);
    });
  }

  document.addEventListener('xiuhua:wall-picture', ({ detail }) => {
    const text = JSON.stringify(detail.areas);
    if (text !== states) { states = text; xiuhua.map.setAreaStates(detail.areas); }
    showPipes(detail.pipes);
    showPeople(detail.dots);
  });
  document.addEventListener('xiuhua:wall-scene', () => { showLayers(); home(); });

  /** Columns that come, and windows that change, leave the map another place. */
  const watcher = new ResizeObserver(resettle);

  /** The map loads in its own time; a reconnected or rebuilt one is set up again. */
  /** @type {Xiuhua.Session | null} */
  let known = null;
  window.setInterval(() => {
    const session = ready();
    if (!session || session === known) return;
    known = session;
    known.map.on('zoomend', arrive);
    known.map.on('zoomstart', () => wall.lead(false));
    known.map.on('move moveend', () => wall.lead(true));
    known.map.on('city', resettle);
    known.pointer.layer.on('changes', turn);
    watcher.disconnect();
    watcher.observe(frame());
    scale = 0;
    pipesKey = states = '';
    showLayers();
    home();
    wall.ask();
  }, 250);

  const url = new URL(window.location.href);
  if (url.searchParams.has('asset')) {
    url.searchParams.delete('asset');
    window.history.replaceState(window.history.state, '', url);
  }

  Object.assign(wall, { home, fly, flyTo, markAt });
})(window.xiuhua);
