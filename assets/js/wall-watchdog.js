/* Xiuhua wall: watches itself. Reloads, at a moment of its own, when heap, frames, channel or picture go wrong. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const HEAP_MB = 700;
  const FRAME_MS = 500;
  const SILENT_S = 300;
  const LOOK_MS = 15000;
  const PATIENCE = 8;
  const SPREAD_MS = 45000;
  const GAP_MS = 20 * 60000;
  const DAY_MS = 20 * 3600000;
  const NIGHT_HOUR = 4;
  const FRAMES = 20;
  const KEPT = 10;
  const startedAt = Date.now();

  /** @type {number | null} */
  let frame_ms = null;
  /** @type {string | null} */
  let lastError = null;
  let reloading = 0;
  /** @type {string | null} */
  let version = null;
  /** @type {string | null} */
  let epoch = null;
  /** @type {Map<string, number>} */
  const bad = new Map();

  /** @returns {Xiuhua.Reload[]} */
  const reloads = () => xiuhua.remembered.get('wall-reloads') || [];
  const heap_mb = () => (performance.memory ? Math.round(performance.memory.usedJSHeapSize / 104857.6) / 10 : null);

  /** What the heartbeat tells of this screen's health. */
  wall.health = () => ({ heap_mb: heap_mb(), frame_ms, reloads: reloads(), error: lastError });

  /** Reloads after `wait` ms, once the server answers; why is kept. The scene is remembered by the rotation. */
  wall.reload = (why, wait) => {
    if (reloading) return;
    reloading = window.setTimeout(() => attempt(why), wait);
  };

  /** @param {string} why */
  async function attempt(why) {
    const answers = await window.fetch('/health', { cache: 'no-store' }).then(() => true, () => false);
    if (!answers) { reloading = window.setTimeout(() => attempt(why), LOOK_MS); return; }
    xiuhua.remembered.set('wall-reloads', [...reloads(), { at: Date.now(), why }].slice(-KEPT));
    window.location.reload();
  }

  /** The median time between frames, looked at for a moment only. */
  function measureFrames() {
    if (document.visibilityState === 'hidden') return;
    /** @type {number[]} */
    const gaps = [];
    /** @type {number | null} */
    let before = null;
    /** @param {number} now */
    const step = (now) => {
      if (before !== null) gaps.push(now - before);
      before = now;
      if (gaps.length < FRAMES) { window.requestAnimationFrame(step); return; }
      frame_ms = Math.round(gaps.sort((a, b) => a - b)[FRAMES >> 1] * 10) / 10;
    };
    window.requestAnimationFrame(step);
  }

  function ailments() {
    const silent = xiuhua.live.age_s();
    const pictureAge_s = wall.receivedAt ? (performance.now() - wall.receivedAt) / 1000 : 0;
    const hour = Number(new Intl.DateTimeFormat('en', { timeZone: wall.zone(), hour: 'numeric', hourCycle: 'h23' }).format(new Date(xiuhua.clock.now())));
    return {
      heap: (heap_mb() || 0) > HEAP_MB,
      frames: frame_ms !== null && frame_ms > FRAME_MS,
      channel: silent !== null && silent > SILENT_S,
      picture: xiuhua.live.state === 'live' && pictureAge_s > SILENT_S,
      daily: Date.now() - startedAt > DAY_MS && hour === NIGHT_HOUR,
    };
  }

  /** An ailment must last for two minutes; at most one reload in twenty minutes, none while an alarm is forward. */
  function look() {
    measureFrames();
    if (document.visibilityState === 'hidden' || wall.focused || document.documentElement.dataset.unknown !== undefined) return;
    const last = reloads().slice(-1)[0];
    if (last && Date.now() - last.at < GAP_MS) return;
    Object.entries(ailments()).forEach(([name, isBad]) => {
      const times = isBad ? (bad.get(name) || 0) + 1 : 0;
      bad.set(name, times);
      if (times >= PATIENCE) wall.reload(name, Math.random() * SPREAD_MS);
    });
  }

  /** After a restart of the server: is it another version? */
  async function compare() {
    const said = await window.fetch('/health', { cache: 'no-store' }).then((answer) => answer.json(), () => null);
    if (!said || !said.version) return;
    if (version !== null && said.version !== version) wall.reload('version', Math.random() * SPREAD_MS);
    version = said.version;
  }

  xiuhua.live.subscribe((frame) => {
    if (frame.epoch === undefined || frame.epoch === epoch) return;
    epoch = frame.epoch;
    compare();
  });

  window.addEventListener('error', (event) => { lastError = String(event.message).slice(0, 300); });
  window.addEventListener('unhandledrejection', (event) => { lastError = String(event.reason).slice(0, 300); });
  window.setInterval(look, LOOK_MS);
})(window.xiuhua);
