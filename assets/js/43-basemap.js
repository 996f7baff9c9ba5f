/* Xiuhua: the built-in basemap as canvas tiles of 512 px, drawn a few milliseconds a frame. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const SIZE = 512;
  const BUDGET_MS = 7;

  const Basemap = L.GridLayer.extend({
    options: { tileSize: SIZE, pane: 'tilePane', keepBuffer: 1, updateWhenZooming: false, updateInterval: 120, className: 'xiuhua-basemap' },

    initialize(json, options) {
      L.setOptions(this, options);
      this._data = new xiuhua.BasemapData(json);
      this._placements = new Map();
      this._queue = [];
    },

    onAdd(map) {
      L.GridLayer.prototype.onAdd.call(this, map);
      this._offTheme = xiuhua.tokens.onTheme(() => this._restyle());
    },

    onRemove(map) {
      this._offTheme();
      window.cancelAnimationFrame(this._frame);
      this._queue = [];
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    createTile(coords, done) {
      const ratio = xiuhua.sprites.dpr();
      const tile = document.createElement('canvas');
      tile.width = tile.height = SIZE * ratio;
      this._queue.push({ tile, coords, ratio, done });
      this._work();
      return tile;
    },

    _work() {
      if (!this._frame && this._queue.length) this._frame = window.requestAnimationFrame(() => this._paintSome());
    },

    /** Paints waiting tiles, the nearest to the centre first (Leaflet's order), as long as the frame allows. */
    _paintSome() {
      this._frame = 0;
      const end = performance.now() + BUDGET_MS;
      do {
        const job = this._queue.shift();
        if (!this._wanted(job.coords)) continue;
        this._paint(job.tile, job.coords, job.ratio);
        job.done(null, job.tile);
      } while (this._queue.length && performance.now() < end);
      this._work();
    },

    _wanted(coords) {
      return Boolean(this._tiles[this._tileCoordsToKey(coords)]);
    },

    _placement(zoom, scale) {
      if (!this._placements.has(zoom)) this._placements.set(zoom, new xiuhua.basemapLabels.Placement(this._data, zoom, scale));
      return this._placements.get(zoom);
    },

    _paint(tile, coords, ratio) {
      const scale = 2 ** coords.z;
      const left = coords.x * SIZE - this._data.origin[0] * scale;
      const top = coords.y * SIZE - this._data.origin[1] * scale;
      const ctx = tile.getContext('2d', { alpha: false });
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      xiuhua.basemapPaint.paintTile(ctx, this._data, coords.z, scale, left, top, SIZE);
      xiuhua.basemapLabels.paintLabels(ctx, this._placement(coords.z, scale), left, top);
    },

    /** New colours: paints the tiles that are there again, in place, without a blink. */
    _restyle() {
      Object.values(this._tiles).forEach(({ el, coords }) => {
        this._queue.push({ tile: el, coords, ratio: xiuhua.sprites.dpr(), done: () => {} });
      });
      this._work();
    },
  });

  xiuhua.basemap = (json, options) => new Basemap(json, options);
})(window.xiuhua = window.xiuhua || {});
