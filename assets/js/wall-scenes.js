/* Xiuhua wall: the rotation of the scenes. Pinned by the address or the director, paused by a touch. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const PAUSE_MS = 60000;
  const ORDER = ['overview'];

  let shownAt = Date.now();
  let pausedUntil = 0;
  /** @type {Xiuhua.Direction} */
  let direction = { scene: null, rotate: true, dwell_s: null };

  /** @type {{ scene: string } | null} */
  const kept = xiuhua.remembered.get('wall');
  wall.scene = new URLSearchParams(window.location.search).get('scene') || kept?.scene || ORDER[0];

  const tabs = () => xiuhua.all('.wall-tab');
  const keys = () => tabs().map((tab) => tab.dataset.scene);
  const pinned = () => direction.scene || wall.root()?.dataset.pinned || null;

  function dwell_ms() {
    const own = Number(wall.root()?.dataset.dwell || 30);
    const asked = new URLSearchParams(window.location.search).has('dwell') ? own : direction.dwell_s || own;
    return Math.min(60, Math.max(20, asked)) * 1000;
  }

  const rotates = () => direction.rotate !== false && !pinned();

  /** @param {string | undefined} key */
  function show(key) {
    if (key === undefined || !keys().includes(key)) return;
    const changed = key !== wall.scene;
    wall.scene = key;
    shownAt = Date.now();
    xiuhua.remembered.set('wall', { scene: key });
    paint();
    if (changed) { wall.announce('scene', key); wall.ask(); }
  }

  function next() {
    const all = keys();
    show(all[(all.indexOf(wall.scene) + 1) % all.length]);
  }

  function paint() {
    const part = rotates() && !wall.focused && Date.now() > pausedUntil ? Math.min(1, (Date.now() - shownAt) / dwell_ms()) : 0;
    tabs().forEach((tab) => {
      const on = tab.dataset.scene === wall.scene;
      if (tab.classList.contains('is-on') !== on) tab.classList.toggle('is-on', on);
      if (on) xiuhua.need(HTMLElement, '.wall-progress', tab).style.transform = `scaleX(${part.toFixed(3)})`;
    });
  }

  function turn() {
    if (!tabs().length) return;
    if (!keys().includes(wall.scene)) show(keys()[0]);
    const wanted = pinned();
    if (wanted && wanted !== wall.scene) show(wanted);
    else if (wall.focused || Date.now() < pausedUntil) shownAt = Math.max(shownAt, Date.now() - dwell_ms() / 2);
    else if (rotates() && Date.now() - shownAt >= dwell_ms()) next();
    paint();
  }

  /** What the director says; an unknown scene is passed over. */
  wall.direct = (said) => {
    direction = { ...direction, ...said };
    turn();
  };

  function pause() {
    pausedUntil = Date.now() + PAUSE_MS;
  }

  xiuhua.onClick([['.wall-tab', (tab) => show(tab.dataset.scene)]]);
  ['pointerdown', 'wheel', 'keydown'].forEach((name) => document.addEventListener(name, pause, { passive: true }));
  document.addEventListener('pointermove', (event) => { if (event.movementX || event.movementY) pause(); }, { passive: true });

  document.addEventListener('xiuhua:wall-directed', pause);

  /* When a pause ends the map goes back to the whole city. */
  let wasPaused = false;
  window.setInterval(() => {
    turn();
    const isPaused = Date.now() < pausedUntil;
    if (wasPaused && !isPaused && !wall.focused) wall.home();
    wasPaused = isPaused;
  }, 1000);

  const begin = () => { if (tabs().length) { turn(); wall.ask(); } else window.setTimeout(begin, 100); };
  begin();
})(window.xiuhua);
