/* Xiuhua: at street zoom, the numbers of single assets beside their marks, where there is room for them. */
'use strict';
(function (xiuhua) {
  const { CanvasPane } = xiuhua;
  if (!CanvasPane) return;
  const { BADNESS } = xiuhua.assetStates;
  const { token } = xiuhua.tokens;
  const FROM_ZOOM = 17;
  const SIZE_PX = 13;
  const HALO_PX = 3;
  const GAP_PX = 3;
  /** What stays free between a name and the next thing: a crowd of marks is not also a crowd of names. */
  const AIR_PX = 6;

  /** @type {Partial<Xiuhua.AssetNames> & ThisType<Xiuhua.AssetNames>} */
  const members = {
    options: { pane: 'xiuhua-asset-names', zIndex: 435 },

    initialize({ layer, taken }) {
      CanvasPane.prototype.initialize.call(this);
      this.layer = layer;
      this.taken = taken;
      this.placed = [];
      this._turn = 0;
    },

    onAdd(map) {
      CanvasPane.prototype.onAdd.call(this, map);
      this.layer.on('marks', this.redraw, this);
      return this;
    },

    onRemove(map) {
      this.layer.off('marks', this.redraw, this);
      window.cancelAnimationFrame(this._turn);
      CanvasPane.prototype.onRemove.call(this, map);
      return this;
    },

    /** Farther out the canvas has no pixels and costs nothing. */
    _resize(width, height, size) {
      const [shown, ctx] = [this._container, this._ctx];
      if (!shown || !ctx) return;
      const isNear = this._zoom >= FROM_ZOOM;
      shown.style.display = isNear ? '' : 'none';
      const [wide, high] = isNear ? [width, height] : [1, 1];
      if (ctx.canvas.width !== wide || ctx.canvas.height !== high) [ctx.canvas.width, ctx.canvas.height] = [wide, high];
      shown.style.width = size.x + 'px';
      shown.style.height = size.y + 'px';
    },

    /** The first frame after a move belongs to the marks; the names that lie elsewhere now are hidden until then. */
    _drawAll() {
      this._drawnAt = performance.now();
      this.placed = [];
      if (!this._container) return;
      this._container.style.visibility = 'hidden';
      window.cancelAnimationFrame(this._turn);
      if (this._zoom < FROM_ZOOM) return;
      this._turn = window.requestAnimationFrame(() => { this._turn = window.requestAnimationFrame(() => this._paint()); });
    },

    _paint() {
      const [ctx, shown] = [this._ctx, this._container];
      if (!ctx || !shown || this._zoom < FROM_ZOOM) return;
      ctx.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      Object.assign(ctx, { font: `500 ${SIZE_PX}px ${token('font-figure', 'sans-serif')}`, textBaseline: 'middle', lineJoin: 'round', lineWidth: HALO_PX });
      ctx.strokeStyle = token('map-name-halo');
      ctx.fillStyle = token('map-name');
      this.placed = [];
      this._placeAll(ctx);
      this.placed.forEach(({ text, box }) => {
        const [x, y] = [box[0], (box[1] + box[3]) / 2];
        ctx.strokeText(text, x, y);
        ctx.fillText(text, x, y);
      });
      this._shown?.transferFromImageBitmap(ctx.canvas.transferToImageBitmap());
      shown.style.visibility = '';
    },

    /** Every mark keeps its own place; the worst are named first, then always in the same order. */
    _placeAll(ctx) {
      const { store } = this.layer;
      const room = new xiuhua.FreeRoom();
      const marks = this._marks(room);
      const named = this.taken();
      if (named) room.take(this._onCanvas(named));
      marks.sort((a, b) => BADNESS[store.state[b]] - BADNESS[store.state[a]] || a - b);
      marks.forEach((slot) => this._placeOne(ctx, room, slot));
    },

    /** The slots of single marks in view; what is drawn takes its room. */
    _marks(room) {
      const { layer } = this;
      const { store } = layer;
      const level = layer.level();
      const size = this._bounds.getSize();
      const half = xiuhua.sprites.radius(this._zoom) + 1;
      /** @type {number[]} */
      const slots = [];
      const world = this._world(0, 0, size.x * this._ratio, size.y * this._ratio);
      store.runs(...world, level.depth, (from, to) => {
        for (let slot = from; slot < to; slot += 1) {
          const cell = level.cellOf[slot];
          if (level.clustered[cell]) {
            room.take(this._around(level.cx[cell], level.cy[cell], xiuhua.sprites.ringRadius(level.count[cell])));
            slot = level.start[cell + 1] - 1;
          } else if (store.shown(slot)) {
            room.take(this._around(store.wx[slot], store.wy[slot], half));
            slots.push(slot);
          }
        }
      });
      return slots;
    },

    /** Right of its mark, else left, below or above; without room it stays unnamed. */
    _placeOne(ctx, room, slot) {
      const { store } = this.layer;
      const text = store.ids[slot];
      if (text === this.layer._pinned) return;
      const [left, top, right, bottom] = this._around(store.wx[slot], store.wy[slot], xiuhua.sprites.radius(this._zoom) + 1 + GAP_PX);
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const wide = ctx.measureText(text).width;
      const half = SIZE_PX / 2 + 1;
      /** @type {Xiuhua.Box[]} */
      const choices = [
        [right, y - half, right + wide, y + half], [left - wide, y - half, left, y + half],
        [x - wide / 2, bottom, x + wide / 2, bottom + 2 * half], [x - wide / 2, top - 2 * half, x + wide / 2, top],
      ];
      const box = choices.find((choice) => room.isFree(aired(choice, left, top, right, bottom)));
      if (!box) return;
      room.take(box);
      this.placed.push({ text, box });
    },

    /** The square around a world point, in CSS px of the canvas. */
    _around(wx, wy, half) {
      const [x, y] = [this._px(wx) / this._ratio, this._py(wy) / this._ratio];
      return [x - half, y - half, x + half, y + half];
    },

    /** A box of the map's window, in CSS px of the canvas. */
    _onCanvas({ min, max }) {
      const corner = this._map.layerPointToContainerPoint(this._bounds.getTopLeft());
      if (!min || !max) return [0, 0, 0, 0];
      return [min.x - corner.x, min.y - corner.y, max.x - corner.x, max.y - corner.y];
    },
  };

  /**
   * A box with air around it, but for the side where its own mark is: there the square of that ends.
   * @param {Xiuhua.Box} box @param {number} left @param {number} top @param {number} right @param {number} bottom
   * @returns {Xiuhua.Box}
   */
  function aired(box, left, top, right, bottom) {
    return [
      box[0] === right ? right : box[0] - AIR_PX, box[1] === bottom ? bottom : box[1] - AIR_PX,
      box[2] === left ? left : box[2] + AIR_PX, box[3] === top ? top : box[3] + AIR_PX,
    ];
  }

  const AssetNames = /** @type {new (about: object) => Xiuhua.AssetNames} */ (CanvasPane.extend(members));
  xiuhua.assetNames = (layer, taken) => new AssetNames({ layer, taken });
})(window.xiuhua);
