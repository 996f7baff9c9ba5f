/* Xiuhua: street names along their lines. Placement is one for the whole zoom, so tiles never disagree. */
'use strict';
(function (xiuhua) {
  const { token } = xiuhua.tokens;
  /** @type {Record<string, number>} */
  const RANKS = { road_ring: 0, road_arterial: 1, bridge: 2, road_minor: 3, street: 4 };
  /** @type {Record<string, number>} */
  const FROM_ZOOM = { road_ring: 15, road_arterial: 15, bridge: 16, road_minor: 16, street: 17 };
  /** @type {Record<string, number>} */
  const PLACE_FROM = { water: 14, park: 15, hills: 13 };
  const EVERY_PX = 520;
  const CELL_PX = 24;
  const TILE_PX = 512;
  const STEEP = 1.2;
  const BEND = 0.45;

  const measure = xiuhua.context(new OffscreenCanvas(1, 1));
  /** @param {string} text */
  const isCjk = (text) => /[\u3400-\u9fff]/.test(text);
  /** @param {string} key */
  const fontSize = (key) => (key === 'road_ring' || key === 'road_arterial' ? 13 : 12);

  /**
   * The polyline in px with running length.
   * @param {Float64Array} ring
   * @param {number} scale
   */
  function measured(ring, scale) {
    const n = ring.length / 2;
    const line = { x: new Float64Array(n), y: new Float64Array(n), s: new Float64Array(n), length: 0 };
    for (let i = 0; i < n; i += 1) {
      line.x[i] = ring[2 * i] * scale;
      line.y[i] = ring[2 * i + 1] * scale;
      if (i) line.s[i] = line.s[i - 1] + Math.hypot(line.x[i] - line.x[i - 1], line.y[i] - line.y[i - 1]);
    }
    line.length = line.s[n - 1];
    return line;
  }

  /**
   * Point and direction at distance `s` along the line.
   * @param {Line} line
   * @param {number} s
   */
  function along(line, s) {
    let i = 1;
    while (i < line.s.length - 1 && line.s[i] < s) i += 1;
    const step = line.s[i] - line.s[i - 1] || 1;
    const t = (s - line.s[i - 1]) / step;
    const dx = line.x[i] - line.x[i - 1];
    const dy = line.y[i] - line.y[i - 1];
    return { x: line.x[i - 1] + t * dx, y: line.y[i - 1] + t * dy, angle: Math.atan2(dy, dx) };
  }

  /** @typedef {{ x: Float64Array, y: Float64Array, s: Float64Array, length: number }} Line */
  /** @typedef {{ key: string, part: Xiuhua.BasemapPart, name: string, line: Line | null, rank: number, span: number }} Wish */
  /** @typedef {{ text: string, glyphs: string[] | null, size: number, ink: string }} Lettering */

  class Placement {
    /** @type {Set<number>} */
    taken = new Set();
    /** @type {Set<string>} */
    named = new Set();
    /** @type {Map<string, Xiuhua.Label[]>} */
    tiles = new Map();
    font = token('font-text', 'sans-serif');

    /** @param {Xiuhua.BasemapData} data @param {number} zoom @param {number} scale */
    constructor(data, zoom, scale) {
      this.zoom = zoom;
      this.scale = scale;
      this.wanted(data).forEach((wish) => (wish.line ? this.placeLine(wish, wish.line) : this.placeArea(wish)));
    }

    /**
     * Everything with a name at this zoom, most important and longest first; ties by name, so always the same.
     * @param {Xiuhua.BasemapData} data
     */
    wanted(data) {
      /** @type {Wish[]} */
      const wishes = [];
      for (const { key, kind, index } of data.layers) {
        const from = kind === 'line' ? FROM_ZOOM[key] : PLACE_FROM[key];
        if (from === undefined || this.zoom < from) continue;
        for (const part of index.parts) {
          if (!part.name) continue;
          const line = kind === 'line' ? measured(part.rings[0], this.scale) : null;
          wishes.push({ key, part, name: part.name, line, rank: kind === 'line' ? RANKS[key] : -1, span: line ? line.length : sizeOf(part.box) });
        }
      }
      return wishes.sort((a, b) => a.rank - b.rank || b.span - a.span || (a.name < b.name ? -1 : 1));
    }

    /** @param {Wish} wish @param {Line} line */
    placeLine({ key, name }, line) {
      const size = fontSize(key);
      measure.font = `${size}px ${this.font}`;
      const glyphs = isCjk(name) ? [...name] : null;
      const wide = glyphs ? glyphs.length * (size + 2) : measure.measureText(name).width;
      if (line.length < wide * 1.2) return;
      const times = Math.max(1, Math.floor(line.length / EVERY_PX));
      for (let i = 0; i < times; i += 1) {
        this.tryAt(line, ((i + 0.5) / times) * line.length, wide, { text: name, glyphs, size, ink: 'map-name' });
      }
    }

    /** @param {Line} line @param {number} middle @param {number} wide @param {Lettering} label */
    tryAt(line, middle, wide, label) {
      const start = along(line, middle - wide / 2);
      const end = along(line, middle + wide / 2);
      const centre = along(line, middle);
      const angle = Math.atan2(end.y - start.y, end.x - start.x);
      const bend = Math.max(turn(start.angle, angle), turn(end.angle, angle), turn(centre.angle, angle));
      if (bend > BEND) return;
      const spots = Array.from({ length: Math.ceil(wide / 10) + 1 }, (_, i) => along(line, middle - wide / 2 + i * 10));
      const cells = this.cellsOf(spots, label.size);
      if (cells.some((cell) => this.taken.has(cell))) return;
      cells.forEach((cell) => this.taken.add(cell));
      this.keep({ ...label, ...this.laid(line, middle, wide, label, angle, bend), x: centre.x, y: centre.y, reach: wide / 2 + 14 });
    }

    /**
     * How the text lies: upright one below the other on steep streets, straight, or glyph by glyph on bends.
     * @param {Line} line
     * @param {number} middle
     * @param {number} wide
     * @param {Lettering} label
     * @param {number} angle
     * @param {number} bend
     */
    laid(line, middle, wide, label, angle, bend) {
      const steep = label.glyphs && Math.abs(Math.sin(angle)) > Math.sin(STEEP);
      const backwards = steep ? Math.sin(angle) < 0 : Math.cos(angle) < 0;
      const flat = backwards ? angle + Math.PI : angle;
      if (!label.glyphs || (!steep && bend < 0.06)) return { glyphs: null, angle: flat };
      const step = wide / label.glyphs.length;
      const spots = label.glyphs.map((glyph, i) => {
        const offset = (i + 0.5) * step - wide / 2;
        const at = along(line, middle + (backwards ? -offset : offset));
        const tilt = steep ? 0 : at.angle + (Math.cos(at.angle) < 0 ? Math.PI : 0);
        return { glyph, dx: at.x, dy: at.y, tilt };
      });
      return { glyphs: spots, angle: 0 };
    }

    /**
     * One name for each place, in its largest part.
     * @param {Wish} wish
     */
    placeArea({ key, part, name }) {
      if (this.named.has(name)) return;
      const [left, top, right, bottom] = part.box.map((v) => v * this.scale);
      const size = 12;
      measure.font = `${size}px ${this.font}`;
      const wide = measure.measureText(name).width;
      if (right - left < wide * 1.1 || bottom - top < size * 2) return;
      const at = { x: (left + right) / 2, y: (top + bottom) / 2 };
      if (!measure.isPointInPath(outline(part.rings[0], this.scale), at.x, at.y)) return;
      const cells = this.cellsOf([{ x: at.x - wide / 2, y: at.y }, at, { x: at.x + wide / 2, y: at.y }], size);
      if (cells.some((cell) => this.taken.has(cell))) return;
      cells.forEach((cell) => this.taken.add(cell));
      const ink = key === 'water' ? 'map-water-name' : 'map-name';
      this.named.add(name);
      this.keep({ text: name, glyphs: null, angle: 0, size, ink, ...at, reach: wide / 2 + 14 });
    }

    /** @param {{ x: number, y: number }[]} spots @param {number} size */
    cellsOf(spots, size) {
      /** @type {Set<number>} */
      const cells = new Set();
      const half = size / 2 + 2;
      for (const { x, y } of spots) {
        for (const dx of [-half, half]) {
          for (const dy of [-half, half]) cells.add(Math.floor((x + dx) / CELL_PX) * 1048576 + Math.floor((y + dy) / CELL_PX));
        }
      }
      return [...cells];
    }

    /** @param {Xiuhua.Label} label */
    keep(label) {
      /** @param {number} v */
      const at = (v) => Math.floor(v / TILE_PX);
      for (let y = at(label.y - label.reach); y <= at(label.y + label.reach); y += 1) {
        for (let x = at(label.x - label.reach); x <= at(label.x + label.reach); x += 1) {
          const key = x + '/' + y;
          const labels = this.tiles.get(key);
          if (labels) labels.push(label); else this.tiles.set(key, [label]);
        }
      }
    }

    /**
     * The labels that touch the square of 512 px at (left, top).
     * @param {number} left
     * @param {number} top
     */
    under(left, top) {
      /** @type {Set<Xiuhua.Label>} */
      const found = new Set();
      for (const y of [top, top + TILE_PX - 1]) {
        for (const x of [left, left + TILE_PX - 1]) {
          const key = Math.floor(x / TILE_PX) + '/' + Math.floor(y / TILE_PX);
          (this.tiles.get(key) || []).forEach((label) => found.add(label));
        }
      }
      return found;
    }
  }

  /** @param {number[]} box */
  const sizeOf = (box) => (box[2] - box[0]) * (box[3] - box[1]);

  /** @param {number} a @param {number} b */
  function turn(a, b) {
    const difference = Math.abs(a - b) % (2 * Math.PI);
    return Math.min(difference, 2 * Math.PI - difference);
  }

  /** @param {Float64Array} ring @param {number} scale */
  function outline(ring, scale) {
    const path = new Path2D();
    for (let i = 0; i < ring.length; i += 2) path.lineTo(ring[i] * scale, ring[i + 1] * scale);
    path.closePath();
    return path;
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} angle
   */
  function write(ctx, text, x, y, angle) {
    ctx.save();
    ctx.translate(x, y);
    if (angle) ctx.rotate(angle);
    ctx.strokeText(text, 0, 0);
    ctx.fillText(text, 0, 0);
    ctx.restore();
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {Xiuhua.Placement} placement
   * @param {number} left
   * @param {number} top
   */
  function paintNames(ctx, placement, left, top) {
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    for (const label of placement.under(left, top)) {
      ctx.font = `${label.size}px ${placement.font}`;
      ctx.strokeStyle = token('map-name-halo');
      ctx.fillStyle = token(label.ink);
      if (label.glyphs) label.glyphs.forEach((g) => write(ctx, g.glyph, g.dx - left, g.dy - top, g.tilt));
      else write(ctx, label.text, label.x - left, label.y - top, label.angle);
    }
  }

  xiuhua.basemapLabels = { Placement, paintNames };
})(window.xiuhua);
