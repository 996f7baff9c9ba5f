/* Map bench: what is measured inside the page. */
'use strict';
window.probe = (function () {
  /** @type {number[]} */
  let frames = [];
  let running = false;
  /** @type {number[]} */
  const tiles = [];
  /** @type {Record<'apply' | 'paint' | 'both', number[]>} */
  const delta = { apply: [], paint: [], both: [] };

  const nextFrame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => window.setTimeout(resolve, ms));

  /** Resolves when a frame that was begun after now has been handed over. */
  async function painted() {
    await nextFrame();
    await new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
  }

  function startFrames() {
    frames = [];
    running = true;
    let last = 0;
    /** @param {number} now */
    const tick = (now) => {
      if (last) frames.push(now - last);
      last = now;
      if (running) window.requestAnimationFrame(tick);
    };
    window.requestAnimationFrame(tick);
  }

  function stopFrames() {
    running = false;
    return frames;
  }

  /** @param {number} ms */
  async function framesFor(ms) {
    startFrames();
    await pause(ms);
    return stopFrames();
  }

  /** @param {number} zoom */
  function go(zoom) {
    window.benchMap.setView([29.655, 121.405], zoom, { animate: false });
  }

  /** @param {() => void} fn */
  async function timed(fn) {
    await painted();
    const start = performance.now();
    fn();
    const script = performance.now() - start;
    await painted();
    const end = performance.now() - start;
    await pause(400);
    return { script, painted: end };
  }

  /** @param {number} count */
  async function pans(count) {
    /** @type {Record<'script' | 'painted', number[]>} */
    const result = { script: [], painted: [] };
    for (let i = 0; i < count; i += 1) {
      const way = i % 2 ? -1 : 1;
      const one = await timed(() => window.benchMap.panBy([way * 500, way * 260], { animate: false }));
      result.script.push(one.script);
      result.painted.push(one.painted);
    }
    return result;
  }

  /** @param {number[]} list */
  async function zooms(list) {
    const result = [];
    for (const zoom of list) result.push((await timed(() => go(zoom))).painted);
    return result;
  }

  function session() {
    const present = window.xiuhua.map.session;
    if (!present) throw new Error('the page shows no map');
    return present;
  }

  function layer() {
    return session().pointer.layer;
  }

  /**
   * Tells `note` how many ms each call of a method takes.
   * @template {string} K
   * @param {Record<K, (...args: any[]) => unknown>} target
   * @param {K} name
   * @param {(ms: number) => void} note
   */
  function wrap(target, name, note) {
    const original = target[name];
    target[name] = function wrapped(...args) {
      const start = performance.now();
      const result = original.apply(target, args);
      note(performance.now() - start);
      return result;
    };
  }

  function watchDeltas() {
    let applied = 0;
    wrap(layer(), 'applyFrame', (ms) => { applied += ms; delta.apply.push(ms); });
    wrap(layer(), '_repaint', (ms) => { delta.paint.push(ms); delta.both.push(ms + applied); applied = 0; });
  }

  /** How many marks and clusters are on the canvas now. */
  function marks() {
    const map = layer();
    const original = map._blit;
    let count = 0;
    map._blit = function counted(...args) { count += 1; return original.apply(this, args); };
    map._drawAll();
    map._blit = original;
    return count;
  }

  function watchTiles() {
    wrap(session().tiles, '_paint', (ms) => tiles.push(ms));
  }

  return { painted, startFrames, stopFrames, frames: framesFor, go, pans, zooms, watchDeltas, deltas: () => delta, marks, watchTiles, tileTimes: () => tiles };
})();
