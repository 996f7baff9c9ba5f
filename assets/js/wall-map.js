/* Xiuhua wall: the map at the wall's scale, the home view, the scenes' layers, the pipes, and flights. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const wall = xiuhua.wall = xiuhua.wall || {};
  const L = window.L;
  const QUIET_LAYERS = ['manhole', 'drainage', 'camera', 'tree', 'environment', 'grid'];
  const FLIGHT_ZOOM = 16;
  const FILLS = [0.5, 0.8, 1];
  const PIPE_TOKENS = ['stale', 'info', 'ok', 'minor', 'critical'];
  const PIPES = '4-pipes';
  /** Room that figures and foot take of the map, in rem. */
  const ABOVE_REM = 8.2;
  const BELOW_REM = 4;

  let scale = 0;
  let target = null;
  let wanted = null;
  let pipes = null;
  let pipesKey = '';
  let states = '';

  const session = () => xiuhua.map && xiuhua.map.session;
  const holder = () => document.querySelector('.wall-map-holder');
  const isReady = () => Boolean(holder() && session() && session().areas && session().map.getSize().x);

  function bounds() {
    return session().areas.boundsOf();
  }

  /** The whole number of zoom, and the scale of the map with which the city just fits. */
  function fit() {
    const { map } = session();
    const box = document.querySelector('.wall-map').getBoundingClientRect();
    const rem = wall.rem();
    const city = bounds();
    if (!city) return null;
    const low = map.project(city.getNorthWest(), 0);
    const high = map.project(city.getSouthEast(), 0);
    const room = [box.width - 7 * rem, box.height - (ABOVE_REM + BELOW_REM) * rem];
    const fitting = Math.min(room[0] / (high.x - low.x), room[1] / (high.y - low.y));
    const usual = rem / 16;
    const zoom = Math.floor(Math.log2(fitting / usual) + 0.35);
    return { zoom, scale: fitting / 2 ** zoom, box, city };
  }

  /** Sizes the map so that, enlarged by `scale`, it fills its place. */
  function size(to, box) {
    if (scale === to && holder().dataset.box === `${box.width}x${box.height}`) return;
    scale = to;
    const node = holder();
    node.dataset.box = `${box.width}x${box.height}`;
    node.style.width = box.width / to + 'px';
    node.style.height = box.height / to + 'px';
    node.style.transform = `scale(${to})`;
    const { map, tiles, pointer } = session();
    xiuhua.sprites.magnify(to);
    map.invalidateSize({ animate: false, pan: false });
    pointer.layer.remove();
    pointer.layer.addTo(map);
    tiles.redraw();
  }

  /** The city as a whole, in the middle of what figures and foot leave free. */
  function home() {
    if (!isReady()) return false;
    const view = fit();
    if (!view) return true;
    size(view.scale, view.box);
    // An alarm that is forward keeps its place in the middle, whatever happens to the map around it.
    if (wall.focused && wanted) return fly(...wanted);
    const { map } = session();
    const shift = ((ABOVE_REM - BELOW_REM) * wall.rem()) / 2 / scale;
    const centre = map.project(view.city.getCenter(), view.zoom).subtract([0, shift]);
    map.setView(map.unproject(centre, view.zoom), view.zoom, { animate: false });
    mark(null);
    return true;
  }

  function mark(place) {
    if (target) target.remove();
    target = null;
    if (!place || !session()) return;
    const icon = L.divIcon({ className: 'wall-target', iconSize: [0, 0], html: `<i style="transform:scale(${wall.rem() / 16 / scale})"></i>` });
    target = L.marker(place, { icon, interactive: false, keyboard: false, pane: 'xiuhua-selection' }).addTo(session().map);
  }

  /** Brings a place into the middle, with a ring around it. */
  function fly(lon, lat) {
    wanted = [lon, lat];
    if (!isReady()) return false;
    aim(!xiuhua.reducedMotion());
    mark([lat, lon]);
    return true;
  }

  function aim(animate) {
    const { map } = session();
    const rem = wall.rem() / (scale || 1);
    const [lon, lat] = wanted;
    const centre = map.project([lat, lon], FLIGHT_ZOOM).add([8 * rem, -2 * rem]);
    map.setView(map.unproject(centre, FLIGHT_ZOOM), FLIGHT_ZOOM, { animate, duration: 0.3 });
  }

  /** Leaflet passes over a new aim while it flies, so the map is aimed again when it has arrived. */
  function arrive() {
    if (wall.focused && wanted && isReady()) aim(false);
  }

  /** Flies to an asset by its number; false when the map does not know it. */
  function flyTo(id) {
    const { projection } = xiuhua;
    const layer = isReady() && session().pointer.layer;
    const slot = layer ? layer.store.slotOf.get(id) : undefined;
    if (slot === undefined) return false;
    return fly(projection.lonOf(layer.store.wx[slot]), projection.latOf(layer.store.wy[slot]));
  }

  function showLayers() {
    const tab = document.querySelector(`.wall-tab[data-scene="${wall.scene}"]`);
    if (!isReady() || !tab) return;
    const layers = tab.dataset.layers.split(' ').filter(Boolean);
    xiuhua.map.setVisibleLayers(layers.length ? [...layers, 'grid'] : QUIET_LAYERS, { remember: false });
    if (!tab.dataset.pipes) showPipes(null);
  }

  const step = (fill) => (fill === null || fill === undefined ? 0 : 1 + FILLS.filter((bound) => fill >= bound).length);

  function showPipes(fresh) {
    const key = fresh ? fresh.fills.map(step).join('') : '';
    if (!session() || key === pipesKey) return;
    pipesKey = key;
    pipes = fresh && fresh.lines.map((line, i) => ({ line: worldLine(line), step: step(fresh.fills[i]) }));
    session().tiles.setPainter(PIPES, pipes ? paintPipes : null);
  }

  function worldLine(line) {
    const { worldX, worldY } = xiuhua.projection;
    return line.map((value, i) => (i % 2 ? worldY(value) : worldX(value)));
  }

  /** The fuller a pipe, the wider and the later it is painted. */
  function paintPipes(ctx, view) {
    ctx.lineCap = ctx.lineJoin = 'round';
    PIPE_TOKENS.forEach((name, at) => {
      ctx.strokeStyle = xiuhua.tokens.token(name);
      ctx.lineWidth = 1.6 + at * 0.7;
      ctx.globalAlpha = at ? 0.95 : 0.5;
      ctx.beginPath();
      pipes.filter((pipe) => pipe.step === at).forEach(({ line }) => {
        for (let i = 0; i < line.length; i += 2) ctx[i ? 'lineTo' : 'moveTo'](view.px(line[i]), view.py(line[i + 1]));
      });
      ctx.stroke();
    });
    ctx.globalAlpha = 1;
  }

  document.addEventListener('xiuhua:wall-picture', ({ detail }) => {
    const text = JSON.stringify(detail.areas);
    if (text !== states) { states = text; xiuhua.map.setAreaStates(detail.areas); }
    showPipes(detail.pipes);
  });
  document.addEventListener('xiuhua:wall-scene', () => { showLayers(); home(); });

  /** Columns that come, and windows that change, leave the map another place. */
  const watcher = new ResizeObserver(() => home());

  /** The map loads in its own time; a reconnected or rebuilt one is set up again. */
  let known = null;
  window.setInterval(() => {
    if (session() === known || !isReady()) return;
    known = session();
    known.map.on('zoomend', arrive);
    watcher.disconnect();
    watcher.observe(document.querySelector('.wall-map'));
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

  Object.assign(wall, { home, fly, flyTo });
})(window.xiuhua = window.xiuhua || {});
