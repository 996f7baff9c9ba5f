/* Xiuhua wall: measures the wall, asks for its picture, and puts what arrives in place without rebuilding it. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const COLUMN_REM = 26.875;
  const EDGES_REM = 2 * 1.75;
  /** What the map keeps, whatever stands beside it. */
  const MAP_REM = 60;
  const MAP_SHARE = 0.45;
  const FRAME_REM = 4.75 + 3.125 + 2 * 0.875;
  const REFRESH_MS = 10000;
  const SOON_MS = 2000;
  const PATIENCE_MS = 15000;

  let asked = 0;
  let answered = 0;
  let soon = 0;
  /** @type {string | null} */
  let drawnScene = null;

  wall.root = () => xiuhua.find(HTMLElement, '.wall');
  wall.rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  wall.announce = (name, detail) => document.dispatchEvent(new CustomEvent('xiuhua:wall-' + name, { detail }));
  wall.pictureAt = 0;

  /** How many columns have room beside a map of at least 60 rem and 45 % of the width, and how high they are. */
  function measure() {
    const rem = wall.rem();
    const width = window.innerWidth / rem;
    const beside = width - EDGES_REM - Math.max(MAP_REM, MAP_SHARE * width);
    const perSide = Math.max(1, Math.floor(beside / 2 / COLUMN_REM));
    return { per_side: perSide, column_rem: Math.round((window.innerHeight / rem - FRAME_REM) * 1000) / 1000, rem_px: rem };
  }

  /** Asks for the present scene's picture; while an answer is under way, again after it. */
  function ask() {
    window.clearTimeout(soon);
    soon = 0;
    const root = wall.root();
    if (!root || document.visibilityState === 'hidden') return;
    if (asked > answered && performance.now() - asked < PATIENCE_MS) { later(); return; }
    const view = measure();
    root.style.setProperty('--columns', String(view.per_side));
    const known = xiuhua.setProps('wall-view', { data: { ...view, scene: wall.scene, asked: Date.now() } });
    if (known) asked = performance.now(); else later(200);
  }

  function later(wait = SOON_MS) {
    if (!soon) soon = window.setTimeout(ask, wait);
  }

  wall.ask = ask;

  wall.arrive = (picture) => {
    answered = performance.now();
    if (picture.scene !== wall.scene) { ask(); return; }
    const root = xiuhua.need(HTMLElement, '.wall');
    root.dataset.scene = picture.scene;
    const changed = drawnScene !== picture.scene;
    drawnScene = picture.scene;
    Object.entries(picture.slots).forEach(([name, html]) => put(xiuhua.find(HTMLElement, `[data-slot=${name}]`, root), html));
    wall.pictureAt = picture.at;
    wall.announce('picture', { ...picture, changed });
  };

  /** @param {HTMLElement | null} slot @param {string} html */
  function put(slot, html) {
    if (slot && xiuhua.morph(slot, html)) xiuhua.all('[data-figure]', slot).forEach(draw);
  }

  wall.put = put;

  /**
   * Draws the chart of a place, or updates it there. The library arrives with the page's hidden graph.
   * @param {HTMLElement} place
   */
  function draw(place) {
    const { figure } = place.dataset;
    if (figure === undefined || place.xiuhuaFigure === figure) return;
    if (!window.Plotly) { window.setTimeout(() => { if (place.isConnected) draw(place); }, 200); return; }
    place.xiuhuaFigure = figure;
    const { data, layout } = JSON.parse(figure);
    const plot = place.firstElementChild || place.appendChild(document.createElement('div'));
    const box = place.getBoundingClientRect();
    Object.assign(layout, { width: Math.floor(box.width), height: Math.floor(box.height), autosize: false });
    window.Plotly.react(plot, data, layout, { staticPlot: true, displayModeBar: false });
  }

  function redraw() {
    xiuhua.all('.wall [data-figure]').forEach((place) => { place.xiuhuaFigure = null; draw(place); });
  }

  /** A changed alarm or event is asked for within two seconds; the rest of the picture every ten. */
  xiuhua.live.subscribe((frame) => {
    const feeds = frame.feeds || {};
    if ('alarms' in feeds || 'camera_events' in feeds || 'cases' in feeds || frame.reset) later();
  });

  let resizing = 0;
  window.addEventListener('resize', () => {
    window.clearTimeout(resizing);
    resizing = window.setTimeout(() => { ask(); redraw(); }, 250);
  });
  document.addEventListener('xiuhua:state', ({ detail }) => { if (detail === 'live') ask(); });
  document.addEventListener('visibilitychange', ask);
  window.setInterval(() => { if (xiuhua.live.state === 'live') ask(); }, REFRESH_MS);

  /* A night of sleep, or a clock that was set: everything is asked for anew. */
  let beatAt = Date.now();
  window.setInterval(() => {
    const gap = Math.abs(Date.now() - beatAt - 1000);
    beatAt = Date.now();
    if (gap > 5000) { ask(); wall.announce('woke', { gap }); }
  }, 1000);
})(window.xiuhua);
