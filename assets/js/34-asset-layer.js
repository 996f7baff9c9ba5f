/* Xiuhua: the asset layer. Draws marks and clusters, repaints only what a frame changed. */
'use strict';
(function (xiuhua) {
  if (!xiuhua.CanvasPane) return;
  const { L } = window;
  const { STATES, BADNESS } = xiuhua.assetStates;
  const REACH = 32;
  const RING_REACH = 39;
  const MARK_REACH = 13;
  const MAX_PULSES = 12;

  /** @type {Partial<Xiuhua.AssetLayer> & ThisType<Xiuhua.AssetLayer>} */
  const members = {
    options: { pane: 'xiuhua-assets', zIndex: 450 },

    initialize(store, options) {
      xiuhua.CanvasPane.prototype.initialize.call(this, options);
      this.store = store;
      this._levels = new Map();
      this._pinned = null;
    },

    /** The asset whose mark shows even where its neighbours are one cluster (null: none). */
    pin(id) {
      this._pinned = id;
      if (this._map) this.redraw();
      this.fire('marks');
    },

    /** Takes the columns of a snapshot and draws them. */
    setSnapshot(columns) {
      this.store.load(columns);
      columns.newest.forEach((at, kind) => { if (at) xiuhua.ages.note(this.store.layers[kind], at); });
      this._rebuild();
      this.fire('snapshot');
    },

    /** Applies one live frame: the counts at once, the pixels at the next animation frame. */
    applyFrame(frame) {
      for (const change of frame.assets || []) {
        const slot = this.store.update(change);
        this._noteAge(change);
        if (slot >= 0) this._turn(slot, this.store.stateOf(change));
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
        const states = /** @type {Record<Xiuhua.State, number>} */ (Object.fromEntries(STATES.map((state, s) => [state, tally[k][s]])));
        return [kind, { total: tally[k].reduce((a, b) => a + b, 0), layer: store.layers[k], ...states }];
      }));
    },

    onAdd(map) {
      xiuhua.CanvasPane.prototype.onAdd.call(this, map);
      map.on('zoomend', this._prepare, this);
      return this;
    },

    onRemove(map) {
      map.off('zoomend', this._prepare, this);
      xiuhua.CanvasPane.prototype.onRemove.call(this, map);
      return this;
    },

    restyle() {
      xiuhua.sprites.forget();
      this._spriteZoom = null;
      this.redraw();
    },

    level() {
      return this._levelOf(Math.round(this._zoom === undefined ? this._map.getZoom() : this._zoom));
    },

    _levelOf(zoom) {
      const known = this._levels.get(zoom);
      if (known) return known;
      const level = new xiuhua.AssetLevel(this.store, zoom);
      this._levels.set(zoom, level);
      return level;
    },

    /** Prepares the neighbouring zooms while nothing else is to do. */
    _prepare() {
      if (!window.requestIdleCallback || !this.store.size) return;
      const zoom = Math.round(this._zoom);
      [zoom + 1, zoom - 1].forEach((next) => window.requestIdleCallback(() => this._levelOf(next)));
    },

    _rebuild() {
      this._levels.clear();
      this._spriteZoom = null;
      if (!this._map) return;
      this.redraw();
      this.fire('marks');
      this._prepare();
    },

    _noteAge({ id, at }) {
      const slot = this.store.slotOf.get(id);
      if (slot !== undefined && at) xiuhua.ages.note(this.store.layers[this.store.kind[slot]], at);
    },

    _turn(slot, to) {
      const { store } = this;
      const from = store.state[slot];
      const before = store.shown(slot);
      store.state[slot] = to;
      const after = store.shown(slot);
      if (!before && !after) return;
      if (before === after) this._levels.forEach((level) => level.move(slot, from, to));
      else this._recount(slot);
      if (!this._map || !this._bounds) return;
      this._soilSlot(slot, from, to);
      if (to !== 4 && BADNESS[to] > BADNESS[from] && to > 0) this._pulse(slot, to);
    },

    /** An asset of a hidden layer came into sight by its alarm, or left it: its cells are counted and drawn anew. */
    _recount(slot) {
      const shown = this._map && this._bounds ? this.level() : null;
      if (shown) this._soilCell(shown, shown.cellOf[slot]);
      this._levels.forEach((level) => level.recount(level.cellOf[slot]));
      if (shown) this._soilCell(shown, shown.cellOf[slot]);
      this.fire('marks');
    },

    _soilCell(level, cell) {
      if (!level.clustered[cell]) return;
      this._soil(this._px(level.cx[cell]), this._py(level.cy[cell]), RING_REACH * this._ratio);
      this._soilAlarms(level, cell);
    },

    /** A quiet change inside a cluster shows nowhere; an alarm there shows by itself (few) or on the ring (many). */
    _soilSlot(slot, from, to) {
      const level = this.level();
      const cell = level.cellOf[slot];
      if (!level.clustered[cell]) { this._soilMark(slot); return; }
      const change = Number(alarm(to)) - Number(alarm(from));
      if (this.store.ids[slot] === this._pinned) this._soilMark(slot);
      if (!alarm(from) && !alarm(to)) return;
      this._soil(this._px(level.cx[cell]), this._py(level.cy[cell]), RING_REACH * this._ratio);
      if (level.opened(cell)) this._soilMark(slot);
      if (level.opened(cell) !== level.opened(cell, -change)) this._soilAlarms(level, cell);
    },

    _soilMark(slot) {
      this._soil(this._px(this.store.wx[slot]), this._py(this.store.wy[slot]), MARK_REACH * this._ratio);
    },

    _soilAlarms(level, cell) {
      for (let slot = level.start[cell]; slot < level.start[cell + 1]; slot += 1) {
        if (alarm(this.store.state[slot])) this._soilMark(slot);
      }
    },

    /** One short ring where something got worse. */
    _pulse(slot, state) {
      const layers = this._pulses || (this._pulses = new Set());
      if (xiuhua.reducedMotion() || layers.size >= MAX_PULSES || this._map._animatingZoom || this._dragging()) return;
      const x = this._px(this.store.wx[slot]) / this._ratio;
      const y = this._py(this.store.wy[slot]) / this._ratio;
      const size = this._bounds.getSize();
      if (x < 0 || y < 0 || x > size.x || y > size.y) return;
      const ring = L.DomUtil.create('div', 'xiuhua-pulse', this.getPane());
      ring.dataset.state = STATES[state];
      L.DomUtil.setPosition(ring, this._bounds.getTopLeft().add([x, y]));
      layers.add(ring);
      window.setTimeout(() => { ring.remove(); layers.delete(ring); }, 300);
    },

    _draw(rect) {
      if (!this.store.size) return;
      const level = this.level();
      const reach = REACH * this._ratio;
      /** @type {Xiuhua.Box} */
      const near = [rect[0] - reach, rect[1] - reach, rect[2] + reach, rect[3] + reach];
      const clip = { rect, near };
      /** @type {number[][]} */
      const late = [[], [], []];
      /** @type {number[]} */
      const rings = [];
      this._chooseSprites();
      this.store.runs(...this._world(...near), level.depth, (from, to) => this._drawRun(level, from, to, clip, late, rings));
      rings.forEach((cell) => this._drawRing(level, cell, clip));
      late.forEach((slots) => slots.forEach((slot) => this._drawMark(slot, clip)));
      const pinned = this.store.slotOf.get(this._pinned || '');
      if (pinned !== undefined) this._drawMark(pinned, clip);
    },

    /** The sprite of each kind and state at this zoom, by kind × 5 + state. */
    _chooseSprites() {
      if (this._spriteZoom === this._zoom) return;
      this._spriteZoom = this._zoom;
      this._sprites = this.store.kinds.flatMap((kind) => STATES.map((_, state) => xiuhua.sprites.mark(state, kind, this._zoom)));
    },

    /** Quiet marks are drawn at once; alarms and clusters are collected to lie above them. */
    _drawRun(level, from, to, clip, late, rings) {
      const { store } = this;
      for (let slot = from; slot < to; slot += 1) {
        const cell = level.cellOf[slot];
        if (level.clustered[cell]) {
          if (level.count[cell]) this._collect(level, cell, late, rings);
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

    _drawMark(slot, { rect, near }) {
      const { store } = this;
      const x = this._px(store.wx[slot]);
      const y = this._py(store.wy[slot]);
      if (x < near[0] || y < near[1] || x > near[2] || y > near[3]) return;
      this._blit(this._sprites[store.kind[slot] * 5 + store.state[slot]], x, y, rect);
    },

    _drawRing(level, cell, { rect }) {
      const x = this._px(level.cx[cell]);
      const y = this._py(level.cy[cell]);
      const worst = level.opened(cell) ? 0 : level.worst(cell);
      const count = worst ? level.count[cell] : level.count[cell] - level.alarmed(cell);
      this._blit(xiuhua.sprites.ring(level.count[cell], worst), x, y, rect);
      this._drawFigure(count, 0, x, y, rect);
      if (!worst) return;
      const edge = xiuhua.sprites.ringRadius(level.count[cell]) * 0.8 * this._ratio;
      this._drawFigure(level.alarms[cell * 5 + worst], worst, x + edge + 15 * this._ratio, y - edge, rect);
    },

    /** A count around a point, figure by figure. */
    _drawFigure(count, worst, x, y, rect) {
      const glyphs = [...xiuhua.sprites.shortCount(count)].map((character) => xiuhua.sprites.glyph(character, worst));
      let at = x - (glyphs.reduce((sum, glyph) => sum + glyph.width, 0) / 2) * this._ratio;
      for (const glyph of glyphs) {
        const half = (glyph.width / 2) * this._ratio;
        this._blit(glyph, at + half, y, rect);
        at += 2 * half;
      }
    },
  };

  /** @param {number} state */
  const alarm = (state) => state > 0 && state < 4;

  xiuhua.AssetLayer = /** @type {typeof xiuhua.AssetLayer} */ (xiuhua.CanvasPane.extend(members));
  xiuhua.assetLayer = (store, options) => new xiuhua.AssetLayer(store, options);
})(window.xiuhua);
