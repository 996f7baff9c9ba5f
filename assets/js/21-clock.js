/* Xiuhua: the server's time, of the live frames. This computer's clock is not asked: it may be hours off, or be set. */
'use strict';
(function (xiuhua) {
  const KEPT_MS = 60000;
  /** @type {number | null} */
  let offset_ms = null;
  let setAt = 0;

  xiuhua.live.subscribe((frame) => {
    const at = Date.parse(frame.t);
    if (!Number.isFinite(at)) return;
    const now = performance.now();
    const told = at - now;
    /* A frame that was held up on its way says less of the time than one that came at once. */
    if (offset_ms !== null && told <= offset_ms && now - setAt < KEPT_MS) return;
    offset_ms = told;
    setAt = now;
  });

  xiuhua.clock = {
    get isKnown() { return offset_ms !== null; },
    now: () => (offset_ms === null ? Date.now() : performance.now() + offset_ms),
  };
})(window.xiuhua);
