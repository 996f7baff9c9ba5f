/* Xiuhua: what a live frame costs this page, told to the server, which lets its frames follow the slowest page. */
'use strict';
(function (xiuhua) {
  const TELL_EVERY_MS = 1000;
  const PAUSE_MS = 5000;
  let toldAt = -Infinity;
  /** @type {number[]} */
  let scripts_ms = [];
  let paint_ms = Infinity;
  let paints = 0;
  let measuring = false;

  /**
   * The style, layout and paint that follow the scripts of a frame end before the next task begins. The shortest of a
   * second is what they cost; the longer ones waited for others on the same machine. Several frames may share one paint.
   */
  function measurePaint() {
    const begun = performance.now();
    window.setTimeout(() => {
      paint_ms = Math.min(paint_ms, performance.now() - begun);
      paints += 1;
      measuring = false;
      tell();
    }, 0);
  }

  /** @param {number[]} values */
  function median(values) {
    return values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
  }

  /** Begins to gather anew. @param {number} now */
  function gather(now) {
    toldAt = now;
    scripts_ms = [];
    paint_ms = Infinity;
    paints = 0;
  }

  /** A second of frames is told; a single one after a pause would tell what it waited for. */
  function tell() {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    const took_ms = median(scripts_ms) + (paint_ms * paints) / scripts_ms.length;
    if (now - toldAt < PAUSE_MS) xiuhua.live.say(JSON.stringify({ took_ms: Math.round(took_ms * 10) / 10 }));
    gather(now);
  }

  document.addEventListener('xiuhua:took', (event) => {
    scripts_ms.push(Number(/** @type {CustomEvent} */ (event).detail));
    if (measuring || document.visibilityState === 'hidden') return;
    measuring = true;
    window.requestAnimationFrame(measurePaint);
  });
})(window.xiuhua);
