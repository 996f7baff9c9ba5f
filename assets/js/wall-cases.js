/* Xiuhua wall: the open cases on the map of their scene, as pins that carry the mark of their lamp. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const PAINTER = '5-cases';
  const EDGE = 30;
  /** Pins of what hurries are larger. @type {Record<string, number>} */
  const SIZES = { critical: 11, minor: 10, normal: 8, offline: 8 };
  /** @type {Record<string, string>} */
  const INKS = { critical: 'critical', minor: 'minor', normal: 'ok', offline: 'stale' };

  /** @type {{ wx: number, wy: number, state: string }[]} */
  let pins = [];
  let shown = '';
  /** @type {unknown} */
  let paintedOn = null;

  /**
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {number} x
   * @param {number} y
   * @param {number} r
   */
  function outline(ctx, x, y, r) {
    ctx.beginPath();
    ctx.arc(x, y - 1.9 * r, r, 0.8 * Math.PI, 0.2 * Math.PI);
    ctx.lineTo(x, y);
    ctx.closePath();
  }

  /**
   * The form of a state inside the head of a pin: octagon, triangle, circle, ring.
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {number} x
   * @param {number} y
   * @param {number} r
   * @param {string} state
   */
  function mark(ctx, x, y, r, state) {
    const corners = { critical: 8, minor: 3 }[state];
    ctx.beginPath();
    if (!corners) ctx.arc(x, y, 0.8 * r, 0, 2 * Math.PI);
    for (let at = 0; corners && at < corners; at++) {
      const angle = (2 * Math.PI * (at + (corners === 8 ? 0.5 : 0))) / corners - Math.PI / 2;
      ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    ctx.closePath();
    if (state === 'offline') ctx.stroke(); else ctx.fill();
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {Xiuhua.TileView} view
   */
  function paint(ctx, view) {
    const [left, top, right, bottom] = view.world(EDGE);
    const { token } = xiuhua.tokens;
    ctx.lineWidth = 2;
    pins.forEach(({ wx, wy, state }) => {
      if (wx < left || wx > right || wy < top || wy > bottom) return;
      const [x, y, r] = [view.px(wx), view.py(wy), SIZES[state]];
      outline(ctx, x, y, r);
      ctx.fillStyle = token('bg-0');
      ctx.fill();
      ctx.strokeStyle = ctx.fillStyle = token(INKS[state]);
      ctx.stroke();
      mark(ctx, x, y - 1.9 * r, 0.62 * r, state);
    });
  }

  document.addEventListener('xiuhua:wall-picture', ({ detail }) => {
    const text = JSON.stringify(detail.cases);
    const session = xiuhua.map?.session;
    if (!session || (text === shown && session.tiles === paintedOn)) return;
    shown = text;
    paintedOn = session.tiles;
    const { worldX, worldY } = xiuhua.projection;
    pins = (detail.cases || []).map(([lon, lat, state]) => ({ wx: worldX(lon), wy: worldY(lat), state }));
    session.tiles.setPainter(PAINTER, pins.length ? paint : null);
  });
})(window.xiuhua);
