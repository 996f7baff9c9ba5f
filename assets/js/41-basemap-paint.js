/* Xiuhua: how the built-in basemap looks, layer by layer and zoom by zoom, and the drawing of one tile of it. */
'use strict';
(function (xiuhua) {
  const { token } = xiuhua.tokens;
  const EDGE_PX = 24;
  const SKIP_PX = 0.7;
  const CASED_FROM = 16;

  /** Line widths in px at zooms 11…19; between and beyond, the nearest. */
  /** @type {Record<string, number[]>} */
  const WIDTHS = {
    street: [0, 0.35, 0.6, 0.9, 1.3, 3.4, 6.5, 12, 22],
    road_minor: [0.4, 0.6, 0.9, 1.4, 2.2, 4.8, 9, 16, 28],
    road_arterial: [1.1, 1.6, 2.2, 3.2, 4.6, 8, 14, 24, 40],
    road_ring: [1.4, 2.0, 2.8, 4.0, 5.6, 9.5, 16, 27, 44],
    bridge: [1.2, 1.8, 2.6, 3.8, 5.4, 9, 15.5, 26, 43],
  };

  /**
   * How a layer is painted: colours are tokens; `from` is the first zoom.
   * @typedef {object} Look
   * @property {number} from
   * @property {string} [fill]
   * @property {string} [high]
   * @property {string} [rim]
   * @property {string} [line]
   * @property {string} [wide]
   * @property {boolean} [batch]
   */

  /** @typedef {Look & { key: string }} Style */

  /**
   * Painted in this order.
   * @type {Style[]}
   */
  const STYLES = [
    { key: 'hills', fill: 'map-hills', high: 'map-hills-high', from: 0 },
    { key: 'built_up', fill: 'map-built', from: 0 },
    { key: 'block', fill: 'map-block', from: 14, batch: true },
    { key: 'park', fill: 'map-park', from: 0 },
    { key: 'building', fill: 'map-building', rim: 'map-building-rim', from: 16, batch: true },
    { key: 'street', line: 'map-street', wide: 'map-street-wide', from: 12 },
    { key: 'road_minor', line: 'map-minor', from: 11 },
    { key: 'water', fill: 'map-water', rim: 'map-water-rim', from: 0 },
    { key: 'rail', line: 'map-rail', from: 11 },
    { key: 'road_arterial', line: 'map-arterial', from: 0 },
    { key: 'road_ring', line: 'map-ring', from: 0 },
    { key: 'bridge', line: 'map-bridge', from: 13 },
  ];
  const KNOWN = new Set(STYLES.map((style) => style.key));
  /** @type {Record<Xiuhua.LineOrArea, Look>} */
  const OTHER = {
    polygon: { fill: 'map-block', from: 14 },
    line: { line: 'map-street', from: 14 },
  };

  /** @param {string} key @param {number} zoom */
  function width(key, zoom) {
    const steps = WIDTHS[key] || WIDTHS.street;
    return steps[Math.max(0, Math.min(steps.length - 1, Math.round(zoom) - 11))];
  }

  /**
   * [style, layer] pairs in painting order: known keys as styled, unknown ones as quiet blocks and streets.
   * @param {Xiuhua.BasemapData} data
   * @param {number} zoom
   */
  function plan(data, zoom) {
    /** @type {[Style, Xiuhua.BasemapLayer][]} */
    const pairs = [];
    data.layers.filter((layer) => !KNOWN.has(layer.key)).forEach((layer) => pairs.push([{ ...OTHER[layer.kind], key: layer.key }, layer]));
    STYLES.forEach((style) => data.layers.filter((layer) => layer.key === style.key)
      .forEach((layer) => pairs.push([style, layer])));
    return pairs.filter(([style]) => zoom >= style.from);
  }

  class Tile {
    /**
     * @param {OffscreenCanvasRenderingContext2D} ctx
     * @param {number} zoom
     * @param {number} scale
     * @param {number} left
     * @param {number} top
     */
    constructor(ctx, zoom, scale, left, top) {
      this.ctx = ctx;
      this.zoom = zoom;
      this.scale = scale;
      this.left = left;
      this.top = top;
    }

    /** @param {Float64Array} ring @param {boolean} closed */
    trace(ring, closed) {
      const { ctx, scale, left, top } = this;
      let px = Infinity;
      let py = Infinity;
      const last = ring.length - 2;
      for (let i = 0; i <= last; i += 2) {
        const x = ring[i] * scale - left;
        const y = ring[i + 1] * scale - top;
        if (i && i < last && Math.abs(x - px) + Math.abs(y - py) < SKIP_PX) continue;
        if (i) ctx.lineTo(x, y); else ctx.moveTo(x, y);
        px = x;
        py = y;
      }
      if (closed) ctx.closePath();
    }

    /** @param {Style} style @param {Xiuhua.BasemapPart[]} parts */
    polygons(style, parts) {
      if (style.rim) this.rims(style, parts);
      const { fill = '' } = style;
      if (style.batch) { this.fill(fill, parts); return; }
      const top = style.high ? Math.max(1, ...parts.map((part) => part.rank)) : 1;
      parts.forEach((part) => this.fill(style.high && part.rank === top ? style.high : fill, [part]));
    }

    /** @param {string} name @param {Xiuhua.BasemapPart[]} parts */
    fill(name, parts) {
      this.ctx.beginPath();
      parts.forEach((part) => part.rings.forEach((ring) => this.trace(ring, true)));
      this.ctx.fillStyle = token(name);
      this.ctx.fill('evenodd');
    }

    /**
     * Rims lie under the fills, so that joined waters show no seam.
     * @param {Style} style
     * @param {Xiuhua.BasemapPart[]} parts
     */
    rims(style, parts) {
      const { ctx } = this;
      ctx.beginPath();
      parts.forEach((part) => part.rings.forEach((ring) => this.trace(ring, true)));
      ctx.strokeStyle = token(style.rim || '');
      ctx.lineWidth = style.key === 'water' ? 1.8 : 1;
      ctx.stroke();
    }

    /** @param {Style} style @param {Xiuhua.BasemapPart[]} parts @param {boolean} casing */
    lines(style, parts, casing) {
      const { ctx } = this;
      const thick = width(style.key, this.zoom);
      if (!thick || !parts.length) return;
      ctx.beginPath();
      parts.forEach((part) => this.trace(part.rings[0], false));
      ctx.lineJoin = 'round';
      ctx.lineCap = thick > 3 ? 'round' : 'butt';
      ctx.lineWidth = casing ? thick + 1.6 : Math.max(0.8, thick);
      ctx.globalAlpha = Math.min(1, thick / 0.8);
      ctx.strokeStyle = token(casing ? 'map-casing' : style.wide && this.zoom >= 16 ? style.wide : style.line || '');
      ctx.stroke();
      ctx.globalAlpha = 1;
    }
  }

  /**
   * Draws the basemap under the pixel rectangle at (left, top), in px of `zoom` from the basemap's corner.
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {Xiuhua.BasemapData} data
   * @param {number} zoom
   * @param {number} scale
   * @param {number} left
   * @param {number} top
   * @param {number} size
   */
  function paintGround(ctx, data, zoom, scale, left, top, size) {
    const tile = new Tile(ctx, zoom, scale, left, top);
    const box = [left - EDGE_PX, top - EDGE_PX, left + size + EDGE_PX, top + size + EDGE_PX].map((v) => v / scale);
    const pairs = plan(data, zoom).map(([style, layer]) => ({ style, layer, parts: layer.index.query(box) }));
    let caseDone = zoom < CASED_FROM;
    for (const { style, layer, parts } of pairs) {
      if (layer.kind === 'polygon') { tile.polygons(style, parts); continue; }
      if (!caseDone && style.line) {
        pairs.filter((pair) => pair.layer.kind === 'line').forEach((pair) => tile.lines(pair.style, pair.parts, true));
        caseDone = true;
      }
      tile.lines(style, parts, false);
    }
  }

  xiuhua.basemapPaint = { paintGround };
})(window.xiuhua);
