/* Xiuhua: a padded canvas in its own map pane, filled pixel by pixel. Dragging only moves it. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;  // a page without a map
  const WHILE_DRAGGING_MS = 500;
  const NO_PIXELS = new Uint32Array(0);

  /**
   * Copies a sprite's opaque runs into the pixels at (x0, y0), within the clip [left, top, right, bottom].
   * @param {Uint32Array} pixels
   * @param {number} stride
   * @param {Xiuhua.Sprite} sprite
   * @param {number} x0
   * @param {number} y0
   * @param {Xiuhua.Box} clip
   */
  function blit(pixels, stride, sprite, x0, y0, clip) {
    const { side, from, to, data } = sprite;
    const first = Math.max(0, clip[1] - y0);
    const last = Math.min(side, clip[3] - y0);
    for (let row = first; row < last; row += 1) {
      const end = Math.min(to[row], clip[2] - x0);
      let at = row * side + Math.max(from[row], clip[0] - x0);
      const stop = row * side + end;
      let target = (y0 + row) * stride + x0 + (at - row * side);
      for (; at < stop; at += 1, target += 1) {
        const source = data[at];
        const alpha = source >>> 24;
        if (alpha === 255 || (alpha && pixels[target] < 0x1000000)) pixels[target] = source;
        else if (alpha) pixels[target] = over(source, alpha, pixels[target]);
      }
    }
  }

  /**
   * Source over destination, both with straight alpha (ABGR in one number).
   * @param {number} source
   * @param {number} alpha
   * @param {number} dest
   */
  function over(source, alpha, dest) {
    const rest = ((dest >>> 24) * (255 - alpha)) / 255;
    const sum = alpha + rest;
    const a = alpha / sum;
    const b = rest / sum;
    const red = (source & 255) * a + (dest & 255) * b;
    const green = ((source >>> 8) & 255) * a + ((dest >>> 8) & 255) * b;
    const blue = ((source >>> 16) & 255) * a + ((dest >>> 16) & 255) * b;
    return ((sum + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5);
  }

  /** @type {Partial<Xiuhua.CanvasPane> & ThisType<Xiuhua.CanvasPane>} */
  const members = {
    options: { pane: 'overlayPane', padding: 0.12, zIndex: 400 },

    initialize(options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._dirty = [];
      this._frame = 0;
      this._movedAt = 0;
    },

    onAdd(map) {
      const pane = map.getPane(this.options.pane) || map.createPane(this.options.pane);
      pane.style.zIndex = String(this.options.zIndex);
      pane.style.pointerEvents = 'none';
      L.Renderer.prototype.onAdd.call(this, map);
      this._offTheme = xiuhua.tokens.onTheme(() => this.restyle());
      return this;
    },

    onRemove(map) {
      this._offTheme();
      L.Renderer.prototype.onRemove.call(this, map);
      return this;
    },

    getEvents() {
      return { ...L.Renderer.prototype.getEvents?.call(this), move: this._followDrag };
    },

    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
      this._shown = xiuhua.bitmapContext(this._container);
      this._ctx = xiuhua.context(new OffscreenCanvas(1, 1), { willReadFrequently: true });
    },

    _destroyContainer() {
      window.clearTimeout(this._later);
      window.cancelAnimationFrame(this._frame);
      this._frame = this._later = 0;
      if (this._container) this._container.remove();
      this._container = this._ctx = this._shown = this._image = null;
      this._pixels = NO_PIXELS;
      this._drawnView = null;
    },

    _update() {
      if (!this._container || (this._map._animatingZoom && this._bounds)) return;
      const before = this._drawnView;
      L.Renderer.prototype._update.call(this);
      this._drawnView = [this._zoom, this._map.getPixelOrigin(), this._bounds.min, this._bounds.max].join();
      const corner = this._bounds.getTopLeft();
      if (before === this._drawnView && this._dirty && !this._dirty.length) return;
      const size = this._bounds.getSize();
      const ratio = xiuhua.sprites.dpr();
      L.DomUtil.setPosition(this._container, corner);
      this._resize(Math.round(size.x * ratio), Math.round(size.y * ratio), size);
      this._ratio = ratio;
      this._scale = L.CRS.EPSG3857.scale(this._zoom) / 256;
      this._origin = this._map.getPixelOrigin().add(corner);
      this._dirty = [];
      this._drawAll();
    },

    /** Sets the canvas to its size only when it changes: a new size throws the buffers away. */
    _resize(width, height, size) {
      const [shown, ctx] = [this._container, this._ctx];
      if (!shown || !ctx || (this._image && this._width === width && this._height === height)) return;
      ctx.canvas.width = this._width = width;
      ctx.canvas.height = this._height = height;
      shown.style.width = size.x + 'px';
      shown.style.height = size.y + 'px';
      this._image = ctx.createImageData(width, height);
      this._pixels = new Uint32Array(this._image.data.buffer);
    },

    /** While one drags far beyond the padding it is drawn anew now and then, so that no bare edge stays. */
    _followDrag() {
      const now = performance.now();
      if (this._map._animatingZoom || !this._bounds || this._zoom !== this._map.getZoom()) return;
      this._movedAt = now;
      if (now - this._drawnAt < WHILE_DRAGGING_MS) return;
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(L.bounds(corner, corner.add(this._map.getSize())))) this._update();
    },

    /** Device pixel on the canvas of a world coordinate. */
    _px(wx) { return (wx * this._scale - this._origin.x) * this._ratio; },
    _py(wy) { return (wy * this._scale - this._origin.y) * this._ratio; },

    /** The world rectangle under a rectangle of device pixels. */
    _world(left, top, right, bottom) {
      const unit = this._ratio * this._scale;
      const { x, y } = this._origin.divideBy(this._scale);
      return [left / unit + x, top / unit + y, right / unit + x, bottom / unit + y];
    },

    _drawAll() {
      this._pixels.fill(0);
      this._draw([0, 0, this._width, this._height]);
      this._show();
      this._drawnAt = performance.now();
    },

    /** Hands the pixels over to the canvas. */
    _show() {
      if (!this._ctx || !this._image || !this._shown) return;
      this._ctx.putImageData(this._image, 0, 0);
      this._shown.transferFromImageBitmap(this._ctx.canvas.transferToImageBitmap());
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
      if (!this._dirty) return;
      this._dirty.push([Math.floor(x - half), Math.floor(y - half), Math.ceil(x + half), Math.ceil(y + half)]);
      this._schedule();
    },

    _dragging() {
      return performance.now() - this._movedAt < 120;
    },

    /** Changes wait while the map is being dragged, but never longer than half a second. */
    _schedule() {
      if (this._frame || this._later || !this._ctx) return;
      const patient = performance.now() - this._drawnAt < WHILE_DRAGGING_MS;
      if (patient && this._dragging()) this._later = window.setTimeout(() => { this._later = 0; this._schedule(); }, 100);
      else this._frame = window.requestAnimationFrame(() => this._repaint());
    },

    _repaint() {
      this._frame = 0;
      if (this._map._animatingZoom) { this._dirty = null; return; }
      if (!this._dirty) { this._dirty = []; this._drawAll(); return; }
      const rects = this._dirty.map((rect) => this._clipped(rect)).filter((r) => r[2] > r[0] && r[3] > r[1]);
      this._dirty = [];
      if (!rects.length) return;
      rects.forEach((rect) => this._drawRect(rect));
      this._show();
      this._drawnAt = performance.now();
    },

    _clipped([left, top, right, bottom]) {
      return [Math.max(0, left), Math.max(0, top), Math.min(this._width, right), Math.min(this._height, bottom)];
    },

    _drawRect(rect) {
      const [left, top, right, bottom] = rect;
      for (let y = top; y < bottom; y += 1) {
        this._pixels.fill(0, y * this._width + left, y * this._width + right);
      }
      this._draw(rect);
    },

    _blit(sprite, x, y, clip) {
      blit(this._pixels, this._width, sprite, Math.round(x - sprite.half), Math.round(y - sprite.half), clip);
    },
  };

  xiuhua.CanvasPane = /** @type {Xiuhua.CanvasPaneClass} */ (/** @type {unknown} */ (L.Renderer.extend(members)));
})(window.xiuhua);
