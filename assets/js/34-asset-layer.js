/* Xiuhua: the asset layer. Draws marks and clusters, repaints only what a frame changed. */
'use strict';
(function (xiuhua) {
  if (!xiuhua.CanvasPane) return;
  const { STATES, BADNESS } = xiuhua.assetStates;
  const REACH = 26;
  const MAX_PULSES = 12;

  const AssetLayer = xiuhua.CanvasPane.extend({
    options: { pane: 'xiuhua-assets', zIndex: 450 },

    initialize(store, options) {
      xiuhua.CanvasPane.prototype.initialize.call(this, options);
      this.store = store;
      this._levels = new Map();
    },

    /** Takes the columns of `/api/v1/map/assets` and draws them. */
    setSnapshot(columns) {
      this.store.load(columns);
      for (let slot = 0; slot < this.store.size; slot += 1) this._noteAge({ id: this.store.ids[slot], at: this.store.at[slot] });
      this._rebuild();
      this.fire('snapshot');
    },

    /** Applies one live frame: the counts at once, the pixels at the next animation frame. */
    applyFrame(frame) {
      for (const change of frame.assets || []) {
        const slot = this.store.update(change);
        this._noteAge(change);
        if (slot >= 0) this._turn(slot, STATES.indexOf(change.state));
      }
      if (frame.assets && frame.assets.length) this.fire('changes', { assets: frame.assets });
    },

    /** Shows only assets of these kinds (an iterable of kind keys). */
    setVisibleKinds(kinds) {
      const visible = new Set(kinds);
      this.store.kinds.forEach((kind, k) => { this.store.kindVisible[k] = visible.has(kind) ? 1 : 0; });
      this._rebuild();
    },

    /** Shows only assets of these layers. */
    setVisibleLayers(layers) {
      const visible = new Set(layers);
      this.setVisibleKinds(this.store.kinds.filter((kind, k) => visible.has(this.store.layers[k]) || visible.has(kind)));
    },

    /** {kind: {total, normal, minor, major, critical, offline}} of all assets, shown or not. */
    counts() {
      const { store } = this;
      const tally = store.kinds.map(() => [0, 0, 0, 0, 0]);
      for (let slot = 0; slot < store.size; slot += 1) tally[store.kind[slot]][store.state[slot]] += 1;
      return Object.fromEntries(store.kinds.map((kind, k) => {
        const states = Object.fromEntries(STATES.map((state, s) => [state, tally[k][s]]));
        return [kind, { total: tally[k].reduce((a, b) => a + b, 0), layer: store.layers[k], ...states }];
      }));
    },

    restyle() {
      xiuhua.sprites.forget();
      this.redraw();
    },

    level() {
      const zoom = Math.round(this._zoom === undefined ? this._map.getZoom() : this._zoom);
      if (!this._levels.has(zoom)) this._levels.set(zoom, new xiuhua.AssetLevel(this.store, zoom));
      return this._levels.get(zoom);
    },

    _rebuild() {
      this._levels.clear();
      if (this._map) this.redraw();
    },

    _noteAge({ id, at }) {
      const slot = this.store.slotOf.get(id);
      if (slot !== undefined && at) xiuhua.ages.note(this.store.layers[this.store.kind[slot]], at);
    },

    _turn(slot, to) {
      const { store } = this;
      const from = store.state[slot];
      store.state[slot] = to;
      if (!store.shown(slot)) return;
      this._levels.forEach((level) => level.move(slot, from, to));
      if (!this._map || !this._bounds) return;
      this._soilSlot(slot, from, to);
      if (to !== 4 && BADNESS[to] > BADNESS[from] && to > 0) this._pulse(slot, to);
    },

    _soilSlot(slot, from, to) {
      const level = this.level();
      const cell = level.cellOf[slot];
      const reach = REACH * this._ratio;
      this._soil(this._px(this.store.wx[slot]), this._py(this.store.wy[slot]), 14 * this._ratio);
      if (!level.clustered[cell] || !(alarm(from) || alarm(to))) return;
      this._soil(this._px(level.cx[cell]), this._py(level.cy[cell]), reach * 1.5);
      if (level.alarmed(cell) >= level.constructor.OPENED) this._soilAlarms(level, cell);
    },

    _soilAlarms(level, cell) {
      for (let slot = level.start[cell]; slot < level.start[cell + 1]; slot += 1) {
        if (!alarm(this.store.state[slot])) continue;
        this._soil(this._px(this.store.wx[slot]), this._py(this.store.wy[slot]), 14 * this._ratio);
      }
    },

    /** One short ring where something got worse. */
    _pulse(slot, state) {
      const layers = this._pulses || (this._pulses = new Set());
      if (xiuhua.reducedMotion() || layers.size >= MAX_PULSES || this._map._animatingZoom) return;
      const x = this._px(this.store.wx[slot]) / this._ratio;
      const y = this._py(this.store.wy[slot]) / this._ratio;
      const size = this._bounds.getSize();
      if (x < 0 || y < 0 || x > size.x || y > size.y) return;
      const ring = L.DomUtil.create('div', 'xiuhua-pulse', this.getPane());
      ring.dataset.state = STATES[state];
      L.DomUtil.setPosition(ring, this._bounds.min.add([x, y]));
      layers.add(ring);
      window.setTimeout(() => { ring.remove(); layers.delete(ring); }, 300);
    },

    _draw(left, top, right, bottom) {
      if (!this.store.size) return;
      const level = this.level();
      const reach = REACH * this._ratio;
      const clip = [left - reach, top - reach, right + reach, bottom + reach];
      const late = [[], [], []];
      const rings = [];
      this.store.runs(...this._world(...clip), level.depth, (from, to) => this._drawRun(level, from, to, clip, late, rings));
      rings.forEach((cell) => this._drawRing(level, cell));
      late.forEach((slots) => slots.forEach((slot) => this._drawMark(slot, clip)));
    },

    /** Quiet marks are drawn at once; alarms and clusters are collected to lie above them. */
    _drawRun(level, from, to, clip, late, rings) {
      const { store } = this;
      for (let slot = from; slot < to; slot += 1) {
        const cell = level.cellOf[slot];
        if (level.clustered[cell]) {
          this._collect(level, cell, late, rings);
          slot = level.start[cell + 1] - 1;
        } else if (store.shown(slot)) {
          const state = store.state[slot];
          if (alarm(state)) late[state - 1].push(slot); else this._drawMark(slot, clip);
        }
      }
    },

    _collect(level, cell, late, rings) {
      rings.push(cell);
      if (!level.alarmed(cell) || !level.opened(cell)) return;
      for (let slot = level.start[cell]; slot < level.start[cell + 1]; slot += 1) {
        const state = this.store.state[slot];
        if (alarm(state) && this.store.shown(slot)) late[state - 1].push(slot);
      }
    },

    _drawMark(slot, clip) {
      const { store } = this;
      const x = this._px(store.wx[slot]);
      const y = this._py(store.wy[slot]);
      if (x < clip[0] || y < clip[1] || x > clip[2] || y > clip[3]) return;
      const sprite = xiuhua.sprites.mark(store.state[slot], store.kinds[store.kind[slot]], this._zoom);
      this._ctx.drawImage(sprite.canvas, Math.round(x - sprite.half), Math.round(y - sprite.half));
    },

    _drawRing(level, cell) {
      const sprite = this._ringSprite(level, cell);
      const x = Math.round(this._px(level.cx[cell]) - sprite.half);
      const y = Math.round(this._py(level.cy[cell]) - sprite.half);
      this._ctx.drawImage(sprite.canvas, x, y);
    },

    _ringSprite(level, cell) {
      if (level.opened(cell)) return xiuhua.sprites.ring(level.count[cell] - level.alarmed(cell), 0, 0);
      const worst = level.worst(cell);
      return xiuhua.sprites.ring(level.count[cell], worst, level.alarms[cell * 5 + worst]);
    },
  });

  const alarm = (state) => state > 0 && state < 4;

  xiuhua.AssetLayer = AssetLayer;
  xiuhua.assetLayer = (store, options) => new AssetLayer(store, options);
})(window.xiuhua = window.xiuhua || {});
