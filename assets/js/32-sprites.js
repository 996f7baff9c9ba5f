/* Xiuhua: marks drawn once and copied from then on: shape and colour for state, sizes by zoom, cluster rings. */
'use strict';
(function (xiuhua) {
  const { token } = xiuhua.tokens;
  const STATES = ['normal', 'minor', 'major', 'critical', 'offline'];
  const MAX_RINGS = 400;
  let marks = new Map();
  let rings = new Map();

  const dpr = () => Math.min(2, window.devicePixelRatio || 1);

  /** Radius in px of a quiet mark at a zoom. */
  function radius(zoom) {
    const steps = [1.7, 2.0, 2.6, 3.1, 3.8, 4.8, 5.6];
    return steps[Math.max(0, Math.min(steps.length - 1, Math.round(zoom) - 12))];
  }

  /** A square canvas of `side` css px, its context scaled and centred. */
  function blank(side) {
    const ratio = dpr();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(side * ratio);
    const ctx = canvas.getContext('2d');
    ctx.setTransform(ratio, 0, 0, ratio, canvas.width / 2, canvas.height / 2);
    return { canvas, ctx, half: canvas.width / 2 };
  }

  function polygon(ctx, points) {
    ctx.beginPath();
    points.forEach(([x, y]) => ctx.lineTo(x, y));
    ctx.closePath();
  }

  function octagon(ctx, r) {
    polygon(ctx, Array.from({ length: 8 }, (_, i) => {
      const angle = Math.PI / 8 + (i * Math.PI) / 4;
      return [r * Math.cos(angle), r * Math.sin(angle)];
    }));
  }

  const SHAPES = {
    minor: (ctx, s) => polygon(ctx, [[0, -6.5 * s], [6 * s, 4.5 * s], [-6 * s, 4.5 * s]]),
    major: (ctx, s) => polygon(ctx, [[0, -7.3 * s], [7.3 * s, 0], [0, 7.3 * s], [-7.3 * s, 0]]),
    critical: (ctx, s) => octagon(ctx, 8.2 * s),
  };

  function circle(ctx, r) {
    ctx.beginPath();
    ctx.arc(0, 0, r, 0, 2 * Math.PI);
  }

  function drawAlarm(ctx, state, scale) {
    SHAPES[state](ctx, scale);
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

  function drawQuiet(ctx, state, group, r) {
    if (state === 'offline') {
      circle(ctx, r * 0.92);
      ctx.lineWidth = Math.max(1.1, r * 0.4);
      ctx.strokeStyle = token('stale');
      ctx.stroke();
      return;
    }
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = { camera: token('info'), speaker: token('speak', '#c69bff') }[group] || token('ok');
    if (group === 'speaker') polygon(ctx, [[0, -r * 1.25], [r * 1.25, 0], [0, r * 1.25], [-r * 1.25, 0]]);
    else circle(ctx, group === 'camera' ? r * 0.8 : r);
    ctx.fill();
  }

  function groupOf(kind) {
    return kind === 'camera' || kind === 'speaker' ? kind : 'sensor';
  }

  /** The mark of a kind in a state (0…4) at a zoom: {canvas, half} in device pixels. */
  function mark(state, kind, zoom) {
    const name = STATES[state];
    const r = radius(zoom);
    const group = groupOf(kind);
    const key = name + group + r;
    if (marks.has(key)) return marks.get(key);
    const alarm = name in SHAPES;
    const sprite = blank(alarm ? 24 : Math.ceil(r * 3) + 2);
    if (alarm) drawAlarm(sprite.ctx, name, r >= 4.8 ? 1.2 : r <= 2 ? 0.85 : 1);
    else drawQuiet(sprite.ctx, name, group, r);
    marks.set(key, sprite);
    return sprite;
  }

  function shortCount(count) {
    return count < 1000 ? String(count) : (count / 1000).toFixed(count < 10000 ? 1 : 0) + 'k';
  }

  function drawRing(ctx, count, r) {
    circle(ctx, r);
    ctx.fillStyle = token('map-cluster', 'rgba(10,32,52,.82)');
    ctx.fill();
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = token('map-cluster-rim', 'rgba(47,208,154,.6)');
    ctx.stroke();
    ctx.fillStyle = token('map-cluster-text', '#bfe6dc');
    ctx.font = `500 ${count < 1000 ? 13 : 12}px ${token('font-figure', 'sans-serif')}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(shortCount(count), 0, 0.8);
  }

  function drawBadge(ctx, worst, bad, r) {
    circle(ctx, r);
    ctx.lineWidth = 2.2;
    ctx.strokeStyle = token(STATES[worst]);
    ctx.stroke();
    ctx.translate(r * 0.8, -r * 0.8);
    drawAlarm(ctx, STATES[worst], 0.8);
    if (bad < 2) return;
    ctx.font = `600 12px ${token('font-figure', 'sans-serif')}`;
    ctx.textAlign = 'left';
    ctx.lineWidth = 3;
    ctx.strokeStyle = token('map-mark-edge', '#06101d');
    ctx.strokeText(shortCount(bad), 8, 0);
    ctx.fillStyle = token(STATES[worst]);
    ctx.fillText(shortCount(bad), 8, 0);
  }

  /** A cluster of `count` quiet assets; with `worst` (1…3) it also tells how many (`bad`) are in that state. */
  function ring(count, worst, bad) {
    const key = count + '/' + worst + '/' + bad;
    if (rings.has(key)) return rings.get(key);
    if (rings.size >= MAX_RINGS) rings = new Map();
    const sprite = blank(78);
    sprite.radius = ringRadius(count);
    drawRing(sprite.ctx, count, sprite.radius);
    if (worst) drawBadge(sprite.ctx, worst, bad, sprite.radius);
    rings.set(key, sprite);
    return sprite;
  }

  const ringRadius = (count) => (count < 10 ? 10 : count < 100 ? 12.5 : count < 1000 ? 15 : 18);

  function forget() {
    marks = new Map();
    rings = new Map();
  }

  xiuhua.sprites = { mark, ring, ringRadius, radius, dpr, forget, groupOf, shortCount };
})(window.xiuhua = window.xiuhua || {});
