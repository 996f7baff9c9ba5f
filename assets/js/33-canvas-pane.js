/* Xiuhua: a padded canvas in its own map pane. Dragging only moves it; it is drawn again when the move ends. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;

  const CanvasPane = L.Renderer.extend({
    options: { pane: 'overlayPane', padding: 0.12, zIndex: 400 },

    initialize(options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._dirty = [];
      this._frame = 0;
    },

    onAdd(map) {
      const pane = map.getPane(this.options.pane) || map.createPane(this.options.pane);
      pane.style.zIndex = this.options.zIndex;
      pane.style.pointerEvents = 'none';
      L.Renderer.prototype.onAdd.call(this);
      this._offTheme = xiuhua.tokens.onTheme(() => this.restyle());
    },

    onRemove() {
      this._offTheme();
      L.Renderer.prototype.onRemove.call(this);
    },

    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), move: this._followDrag };
    },

    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
      this._ctx = this._container.getContext('2d');
    },

    _destroyContainer() {
      window.cancelAnimationFrame(this._frame);
      this._frame = 0;
      this._container.remove();
      this._container = this._ctx = null;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = xiuhua.sprites.dpr();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._resize(Math.round(size.x * ratio), Math.round(size.y * ratio), size);
      this._ratio = ratio;
      this._scale = this._map.options.crs.scale(this._zoom) / 256;
      this._origin = this._map.getPixelOrigin().add(this._bounds.min);
      this._dirty = [];
      this._drawAll();
    },

    /** Sets the canvas to its size only when it changes: a new size throws the buffer away. */
    _resize(width, height, size) {
      const canvas = this._container;
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + 'px';
        canvas.style.height = size.y + 'px';
      }
      this._width = width;
      this._height = height;
    },

    /** While one drags beyond the padding the canvas is drawn anew, so that no bare edge shows. */
    _followDrag() {
      if (this._map._animatingZoom || !this._bounds || this._zoom !== this._map.getZoom()) return;
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      const view = L.bounds(corner, corner.add(size));
      if (!this._bounds.contains(view)) this._update();
    },

    /** Device pixel on the canvas of a world coordinate. */
    _px(wx) { return (wx * this._scale - this._origin.x) * this._ratio; },
    _py(wy) { return (wy * this._scale - this._origin.y) * this._ratio; },

    /** The world rectangle under a rectangle of device pixels. */
    _world(left, top, right, bottom) {
      const unit = this._ratio * this._scale;
      return [left / unit + this._origin.x / this._scale, top / unit + this._origin.y / this._scale,
        right / unit + this._origin.x / this._scale, bottom / unit + this._origin.y / this._scale];
    },

    _drawAll() {
      this._ctx.setTransform(1, 0, 0, 1, 0, 0);
      this._ctx.clearRect(0, 0, this._width, this._height);
      this._draw(0, 0, this._width, this._height);
    },

    /** Redraws everything at the next animation frame. */
    redraw() {
      this._dirty = null;
      this._schedule();
    },

    restyle() {
      this.redraw();
    },

    /** Redraws the square of `half` device pixels around a point at the next animation frame. */
    _soil(x, y, half) {
      this._soilRect(x - half, y - half, x + half, y + half);
    },

    _soilRect(left, top, right, bottom) {
      if (!this._dirty) return;
      this._dirty.push([Math.floor(left), Math.floor(top), Math.ceil(right), Math.ceil(bottom)]);
      this._schedule();
    },

    _schedule() {
      if (!this._frame && this._ctx) this._frame = window.requestAnimationFrame(() => this._repaint());
    },

    _repaint() {
      this._frame = 0;
      if (this._map._animatingZoom) { this._dirty = null; return; }
      if (!this._dirty) { this._dirty = []; this._drawAll(); return; }
      const rects = this._dirty.filter((r) => r[2] > 0 && r[3] > 0 && r[0] < this._width && r[1] < this._height);
      this._dirty = [];
      const area = rects.reduce((sum, r) => sum + (r[2] - r[0]) * (r[3] - r[1]), 0);
      if (area > 0.5 * this._width * this._height) this._drawAll();
      else rects.forEach((rect) => this._drawRect(rect));
    },

    _drawRect([left, top, right, bottom]) {
      const ctx = this._ctx;
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.beginPath();
      ctx.rect(left, top, right - left, bottom - top);
      ctx.clip();
      ctx.clearRect(left, top, right - left, bottom - top);
      this._draw(left, top, right, bottom);
      ctx.restore();
    },
  });

  xiuhua.CanvasPane = CanvasPane;
})(window.xiuhua = window.xiuhua || {});
