/* Xiuhua wall: measures the wall, asks for its picture, and puts what arrives in place without rebuilding it. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const wall = xiuhua.wall = xiuhua.wall || {};
  const COLUMN_REM = 26.875;
  const MAP_REM = 60;
  const FRAME_REM = 4.75 + 3.125 + 2 * 0.875;
  const REFRESH_MS = 10000;
  const SOON_MS = 2000;
  const PATIENCE_MS = 15000;
  /** What the browser itself fills: a fresh picture leaves it alone. */
  const OWN = '.spark,[data-figure],[data-since],[data-wall-age]';

  let asked = 0;
  let answered = 0;
  let soon = 0;
  let drawnScene = null;

  wall.root = () => document.querySelector('.wall');
  wall.rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  wall.announce = (name, detail) => document.dispatchEvent(new CustomEvent('xiuhua:wall-' + name, { detail }));
  wall.pictureAt = 0;

  /** How many columns have room beside a map of at least 60 rem, and how high they are. */
  function measure() {
    const rem = wall.rem();
    const width = window.innerWidth / rem;
    const perSide = Math.max(1, Math.floor((width - MAP_REM) / 2 / COLUMN_REM));
    return { per_side: perSide, column_rem: Math.round((window.innerHeight / rem - FRAME_REM) * 1000) / 1000, rem_px: rem };
  }

  /** Asks for the present scene's picture; while an answer is under way, again after it. */
  function ask() {
    window.clearTimeout(soon);
    soon = 0;
    if (!wall.root() || document.visibilityState === 'hidden') return;
    if (asked > answered && performance.now() - asked < PATIENCE_MS) { later(); return; }
    const view = measure();
    wall.root().style.setProperty('--columns', view.per_side);
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
    const root = wall.root();
    root.dataset.scene = picture.scene;
    const changed = drawnScene !== picture.scene;
    drawnScene = picture.scene;
    Object.entries(picture.slots).forEach(([name, html]) => put(root.querySelector(`[data-slot=${name}]`), html));
    wall.pictureAt = picture.at;
    wall.announce('picture', { ...picture, changed });
  };

  function put(slot, html) {
    if (!slot || slot.xiuhuaHtml === html) return;
    slot.xiuhuaHtml = html;
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    follow(slot, fresh.content);
    slot.querySelectorAll('[data-figure]').forEach(draw);
  }

  wall.put = put;

  /** Makes the children of `old` like those of `fresh`, keeping every node that can stay. */
  function follow(old, fresh) {
    const wanted = [...fresh.childNodes];
    wanted.forEach((node, i) => {
      const present = old.childNodes[i];
      if (!present) old.append(node);
      else if (alike(present, node)) become(present, node);
      else old.replaceChild(node, present);
    });
    while (old.childNodes.length > wanted.length) forget(old.lastChild);
  }

  function alike(a, b) {
    if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName) return false;
    return a.nodeType !== Node.ELEMENT_NODE || (a.dataset.panel === b.dataset.panel && a.className.split(' ')[0] === b.className.split(' ')[0]);
  }

  function become(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== 'data-stale') old.removeAttribute(name);
    if (!old.matches(OWN)) follow(old, fresh);
  }

  function forget(node) {
    if (node.nodeType === Node.ELEMENT_NODE && window.Plotly) {
      node.querySelectorAll('.js-plotly-plot').forEach((plot) => window.Plotly.purge(plot));
    }
    node.remove();
  }

  /** Draws the chart of a place, or updates it there. The library arrives with the page's hidden graph. */
  function draw(place) {
    const { figure } = place.dataset;
    if (place.xiuhuaFigure === figure) return;
    if (!window.Plotly) { window.setTimeout(() => { if (place.isConnected) draw(place); }, 200); return; }
    place.xiuhuaFigure = figure;
    const { data, layout } = JSON.parse(figure);
    if (!place.firstChild) place.append(document.createElement('div'));
    const box = place.getBoundingClientRect();
    Object.assign(layout, { width: Math.floor(box.width), height: Math.floor(box.height), autosize: false });
    window.Plotly.react(place.firstChild, data, layout, { staticPlot: true, displayModeBar: false });
  }

  function redraw() {
    document.querySelectorAll('.wall [data-figure]').forEach((place) => { place.xiuhuaFigure = null; draw(place); });
  }

  /** A changed alarm or event is asked for within two seconds; the rest of the picture every ten. */
  xiuhua.live.subscribe((frame) => {
    const feeds = frame.feeds || {};
    if ('alarms' in feeds || 'camera_events' in feeds || frame.reset) later();
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
})(window.xiuhua = window.xiuhua || {});
