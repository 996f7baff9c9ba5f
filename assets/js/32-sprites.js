/* Xiuhua: marks drawn once and copied from then on: shape and colour for state, sizes by zoom, cluster rings. */
'use strict';
(function (xiuhua) {
  const { token } = xiuhua.tokens;
  const { STATES } = xiuhua.assetStates;
  /** @type {Map<string, Xiuhua.Sprite>} */
  let marks = new Map();
  /** @type {Map<string, Xiuhua.Glyph>} */
  let glyphs = new Map();

  let magnified = 1;
  const dpr = () => Math.min(2, (window.devicePixelRatio || 1) * magnified);

  /**
   * Radius in px of a quiet mark at a zoom.
   * @param {number} zoom
   */
  function radius(zoom) {
    const steps = [1.7, 2.0, 2.6, 3.1, 3.8, 4.8, 5.6];
    return steps[Math.max(0, Math.min(steps.length - 1, Math.round(zoom) - 12))];
  }

  const scratch = new OffscreenCanvas(160, 160);
  const scratchCtx = xiuhua.context(scratch, { willReadFrequently: true });

  /**
   * Draws with `paint(ctx)` into a square of `side` css px, centred; gives its pixels, row by row.
   * @param {number} side
   * @param {(ctx: OffscreenCanvasRenderingContext2D) => void} paint
   */
  function sprite(side, paint) {
    const ratio = dpr();
    const size = Math.min(scratch.width, Math.ceil(side * ratio));
    scratchCtx.setTransform(1, 0, 0, 1, 0, 0);
    scratchCtx.clearRect(0, 0, size, size);
    scratchCtx.save();
    scratchCtx.setTransform(ratio, 0, 0, ratio, size / 2, size / 2);
    paint(scratchCtx);
    scratchCtx.restore();
    return { half: size / 2, side: size, ...runs(scratchCtx.getImageData(0, 0, size, size), size) };
  }

  /**
   * The pixels with, for each row, the run outside of which all is transparent.
   * @param {ImageData} image
   * @param {number} size
   */
  function runs(image, size) {
    const data = new Uint32Array(image.data.buffer);
    const from = new Int16Array(size).fill(size);
    const to = new Int16Array(size);
    for (let i = 0; i < data.length; i += 1) {
      if (data[i] < 0x1000000) continue;
      const row = Math.floor(i / size);
      from[row] = Math.min(from[row], i % size);
      to[row] = i % size + 1;
    }
    return { data, from, to };
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {[number, number][]} points */
  function polygon(ctx, points) {
    ctx.beginPath();
    points.forEach(([x, y]) => ctx.lineTo(x, y));
    ctx.closePath();
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {number} r */
  function octagon(ctx, r) {
    polygon(ctx, Array.from({ length: 8 }, (_, i) => {
      const angle = Math.PI / 8 + (i * Math.PI) / 4;
      return [r * Math.cos(angle), r * Math.sin(angle)];
    }));
  }

  /** @type {Partial<Record<Xiuhua.State, (ctx: OffscreenCanvasRenderingContext2D, s: number) => void>>} */
  const SHAPES = {
    minor: (ctx, s) => polygon(ctx, [[0, -6.5 * s], [6 * s, 4.5 * s], [-6 * s, 4.5 * s]]),
    major: (ctx, s) => polygon(ctx, [[0, -7.3 * s], [7.3 * s, 0], [0, 7.3 * s], [-7.3 * s, 0]]),
    critical: (ctx, s) => octagon(ctx, 8.2 * s),
  };

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {number} r */
  function circle(ctx, r) {
    ctx.beginPath();
    ctx.arc(0, 0, r, 0, 2 * Math.PI);
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {Xiuhua.State} state @param {number} scale */
  function drawAlarm(ctx, state, scale) {
    SHAPES[state]?.(ctx, scale);
    ctx.lineJoin = 'round';
    ctx.lineWidth = 2.4;
    ctx.strokeStyle = token('map-mark-edge', '#06101d');
    ctx.stroke();
    ctx.fillStyle = token(state);
    ctx.fill();
    if (state !== 'critical') return;
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = token('map-critical-rim', '#ffffff');
    ctx.stroke();
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {Xiuhua.State} state @param {string} group @param {number} r */
  function drawQuiet(ctx, state, group, r) {
    if (state === 'offline') {
      circle(ctx, r * 0.92);
      ctx.lineWidth = Math.max(1.1, r * 0.4);
      ctx.strokeStyle = token('stale');
      ctx.stroke();
      return;
    }
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = group === 'camera' ? token('info') : group === 'speaker' ? token('speak', '#c69bff') : token('ok');
    if (group === 'speaker') polygon(ctx, [[0, -r * 1.25], [r * 1.25, 0], [0, r * 1.25], [-r * 1.25, 0]]);
    else circle(ctx, group === 'camera' ? r * 0.8 : r);
    ctx.fill();
  }

  /** @param {string} kind */
  function groupOf(kind) {
    return kind === 'camera' || kind === 'speaker' ? kind : 'sensor';
  }

  /**
   * The mark of a kind in a state (0…4) at a zoom, in device pixels.
   * @param {number} state
   * @param {string} kind
   * @param {number} zoom
   */
  function mark(state, kind, zoom) {
    const name = STATES[state];
    const r = radius(zoom);
    const group = groupOf(kind);
    return kept(marks, name + group + r, () => (name in SHAPES
      ? sprite(24, (ctx) => drawAlarm(ctx, name, r >= 4.8 ? 1.2 : r <= 2 ? 0.85 : 1))
      : sprite(Math.ceil(r * 3) + 2, (ctx) => drawQuiet(ctx, name, group, r))));
  }

  /** @param {number} count */
  function shortCount(count) {
    return count < 1000 ? String(count) : (count / 1000).toFixed(count < 10000 ? 1 : 0) + 'k';
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {number} r @param {number} worst */
  function drawRing(ctx, r, worst) {
    circle(ctx, r);
    ctx.fillStyle = token('map-cluster', 'rgba(10,32,52,.82)');
    ctx.fill();
    ctx.lineWidth = worst ? 2.2 : 1.4;
    ctx.strokeStyle = worst ? token(STATES[worst]) : token('map-cluster-rim', 'rgba(47,208,154,.6)');
    ctx.stroke();
    if (!worst) return;
    ctx.translate(r * 0.8, -r * 0.8);
    drawAlarm(ctx, STATES[worst], 0.8);
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {string} character @param {number} worst */
  function drawGlyph(ctx, character, worst) {
    ctx.font = figure(worst);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    if (worst) {
      ctx.lineWidth = 3;
      ctx.lineJoin = 'round';
      ctx.strokeStyle = token('map-mark-edge', '#06101d');
      ctx.strokeText(character, 0, 0);
    }
    ctx.fillStyle = worst ? token(STATES[worst]) : token('map-cluster-text', '#bfe6dc');
    ctx.fillText(character, 0, 0);
  }

  /** @param {number} worst */
  const figure = (worst) => `${worst ? 600 : 500} 13px ${token('font-figure', 'sans-serif')}`;

  /**
   * A cluster's ring without its count; with `worst` (1…3) it carries that state's shape and colour.
   * @param {number} count
   * @param {number} worst
   */
  function ring(count, worst) {
    const r = ringRadius(count);
    return kept(marks, 'ring' + r + worst, () => sprite(worst ? 62 : 40, (ctx) => drawRing(ctx, r, worst)));
  }

  /**
   * One character of a count, with its width in css px.
   * @param {string} character
   * @param {number} worst
   */
  function glyph(character, worst) {
    return kept(glyphs, character + worst, () => {
      scratchCtx.font = figure(worst);
      const { width } = scratchCtx.measureText(character);
      return { ...sprite(18, (ctx) => drawGlyph(ctx, character, worst)), width };
    });
  }

  /**
   * @template T
   * @param {Map<string, T>} known
   * @param {string} key
   * @param {() => T} make
   */
  function kept(known, key, make) {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    known.set(key, made);
    return made;
  }

  /** @param {number} count */
  const ringRadius = (count) => (count < 10 ? 10 : count < 100 ? 12.5 : count < 1000 ? 15 : 18);

  function forget() {
    marks = new Map();
    glyphs = new Map();
  }

  /**
   * Draws everything for a map that the page shows `factor` times as large (the wall); maps redraw themselves.
   * @param {number} factor
   */
  function magnify(factor) {
    magnified = factor;
    forget();
  }

  xiuhua.sprites = { mark, ring, glyph, ringRadius, radius, dpr, forget, magnify, shortCount };
})(window.xiuhua);
