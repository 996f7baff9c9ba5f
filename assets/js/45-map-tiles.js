/* Xiuhua: what lies under the assets as canvas tiles of 512 px, painted a few milliseconds a frame. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const SIZE = 512;
  const BUDGET_MS = 7;

  /** One tile to paint: pixel coordinates of its zoom, from world coordinates. */
  class TileView {
    /** @param {any} coords */
    constructor(coords) {
      this.zoom = coords.z;
      this.scale = 2 ** coords.z;
      this.left = coords.x * SIZE;
      this.top = coords.y * SIZE;
      this.size = SIZE;
    }

    /** @param {number} wx */
    px(wx) { return wx * this.scale - this.left; }

    /** @param {number} wy */
    py(wy) { return wy * this.scale - this.top; }

    /**
     * The world rectangle of the tile and `edge` px around it.
     * @param {any} edge
     */
    world(edge) {
      const { left, top, size, scale } = this;
      return [left - edge, top - edge, left + size + edge, top + size + edge].map((v) => v / scale);
    }
  }

  /** @type {Partial<Xiuhua.MapTiles> & ThisType<Xiuhua.MapTiles>} */
  const members = {
    options: { tileSize: SIZE, pane: 'tilePane', keepBuffer: 1, updateWhenZooming: false, updateInterval: 120, opaque: false },

    initialize(options) {
      L.setOptions(this, options);
      this._painters = new Map();
      this._queue = [];
    },

    onAdd(map) {
      L.GridLayer.prototype.onAdd.call(/** @type {any} */ (this), map);
      this._offTheme = xiuhua.tokens.onTheme(() => this.repaint());
    },

    onRemove(map) {
      this._offTheme();
      window.cancelAnimationFrame(this._frame);
      this._frame = 0;
      this._queue = [];
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    /** Adds (null: removes) what is painted as `name`; painters run in the order of their names. */
    setPainter(name, paint) {
      if (paint) this._painters.set(name, paint); else this._painters.delete(name);
      this.repaint();
    },

    /** Paints all tiles again, in place, without a blink. */
    repaint() {
      if (!this._map) return;
      const waiting = new Set(this._queue.map((job) => job.tile));
      Object.values(this._tiles).forEach(({ el, coords }) => {
        if (!waiting.has(el)) this._queue.push({ tile: el, coords, done: null });
      });
      this._work();
    },

    createTile(coords, done) {
      const tile = document.createElement('canvas');
      this._queue.push({ tile, coords, done });
      this._work();
      return tile;
    },

    /** Begins one frame later, for the first frame after a zoom belongs to the assets. */
    _work() {
      if (this._frame || !this._queue.length) return;
      this._frame = window.requestAnimationFrame(() => {
        this._frame = window.requestAnimationFrame(() => this._paintSome());
      });
    },

    /** Paints waiting tiles, the nearest to the centre first (Leaflet's order), as long as the frame allows. */
    _paintSome() {
      this._frame = 0;
      const end = performance.now() + BUDGET_MS;
      while (performance.now() < end) {
        const job = this._queue.shift();
        if (!job) return;
        const { tile, coords, done } = job;
        if (!this._tiles[this._tileCoordsToKey(coords)]) continue;
        this._paint(tile, new TileView(coords));
        if (done) done(undefined, tile);
      }
      if (this._queue.length) this._frame = window.requestAnimationFrame(() => this._paintSome());
    },

    _paint(tile, view) {
      const ratio = xiuhua.sprites.dpr();
      const ctx = this._canvas(SIZE * ratio);
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, SIZE, SIZE);
      if (this.options.opaque) {
        ctx.fillStyle = xiuhua.tokens.token('map-land');
        ctx.fillRect(0, 0, SIZE, SIZE);
      }
      [...this._painters.keys()].sort().forEach((name) => this._painters.get(name)?.(ctx, view));
      xiuhua.bitmapContext(tile).transferFromImageBitmap(ctx.canvas.transferToImageBitmap());
    },

    /** The one canvas on which every tile is painted. */
    _canvas(side) {
      this._ctx = this._ctx || xiuhua.context(new OffscreenCanvas(side, side), { alpha: !this.options.opaque });
      const { canvas } = this._ctx;
      if (canvas.width !== side) canvas.width = canvas.height = side;
      return this._ctx;
    },
  };

  const MapTiles = /** @type {new (options: object) => Xiuhua.MapTiles} */ (L.GridLayer.extend(members));
  xiuhua.mapTiles = (options) => new MapTiles(options);
})(window.xiuhua);
