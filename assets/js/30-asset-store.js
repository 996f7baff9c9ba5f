/* Xiuhua: all assets as columns in Z-order, so that every map cell of every zoom is one contiguous run. */
'use strict';
(function (xiuhua) {
  const WORLD = 256;
  const FINEST_ZOOM = 20;
  const SUBCELL_PX = 6;
  const BITS = 26;

  /** States by number; the worse, the later it is painted. Offline is quieter than normal. */
  const STATES = ['normal', 'minor', 'major', 'critical', 'offline'];
  const BADNESS = Uint8Array.of(1, 2, 3, 4, 0);
  const URGENT = Uint8Array.of(0, 0, 1, 1, 0);

  function spread(v) {
    v = (v | (v << 8)) & 0x00ff00ff;
    v = (v | (v << 4)) & 0x0f0f0f0f;
    v = (v | (v << 2)) & 0x33333333;
    return (v | (v << 1)) & 0x55555555;
  }

  /** Z-order code of the 6-pixel cell (at zoom 20) that holds the world point; exact in a double. */
  function zCode(wx, wy) {
    const scale = 2 ** FINEST_ZOOM / SUBCELL_PX;
    const x = Math.floor(wx * scale);
    const y = Math.floor(wy * scale);
    const low = (spread(x & 0xffff) | (spread(y & 0xffff) << 1)) >>> 0;
    return (spread(x >>> 16) | (spread(y >>> 16) << 1)) * 4294967296 + low;
  }

  const worldX = (lon) => (lon / 360 + 0.5) * WORLD;
  function worldY(lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
  }
  const lonOf = (wx) => (wx / WORLD - 0.5) * 360;
  const latOf = (wy) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * wy) / WORLD))) * 180) / Math.PI;

  class AssetStore {
    constructor() {
      this.clear();
    }

    clear() {
      Object.assign(this, { size: 0, kinds: [], labels: [], layers: [], ids: [], names: [] });
      this.kindVisible = new Uint8Array(0);
      this.slotOf = new Map();
      this.values = new Map();
      this.codes = new Float64Array(0);
    }

    /** Takes a snapshot's columns. Assets without a position are left out of the map. */
    load(columns) {
      const known = this.values;
      const hidden = new Set(this.kinds.filter((_, k) => !this.kindVisible[k]));
      this.clear();
      this.kinds = columns.kinds;
      this.labels = columns.labels || [];
      this.layers = columns.layers || columns.kinds;
      this.kindVisible = Uint8Array.from(columns.kinds, (kind) => (hidden.has(kind) ? 0 : 1));
      this.allocate(columns, this.project(columns));
      this.values = new Map([...known].filter(([id]) => this.slotOf.has(id)));
    }

    /** World coordinates and code of every asset; `order` are those with a position, by code. */
    project({ lon, lat }) {
      const n = lon.length;
      const [wx, wy, codes] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
      const order = [];
      for (let i = 0; i < n; i += 1) {
        if (!Number.isFinite(lon[i]) || !Number.isFinite(lat[i]) || Math.abs(lat[i]) > 85) continue;
        wx[i] = worldX(lon[i]);
        wy[i] = worldY(lat[i]);
        codes[i] = zCode(wx[i], wy[i]);
        order.push(i);
      }
      order.sort((a, b) => codes[a] - codes[b]);  // the server sends them in this order, which makes it quick
      return { wx, wy, codes, order };
    }

    allocate(columns, { wx, wy, codes, order }) {
      const n = order.length;
      Object.assign(this, {
        size: n, ids: new Array(n), names: new Array(n), kind: new Uint8Array(n), state: new Uint8Array(n),
        at: new Float64Array(n), wx: new Float64Array(n), wy: new Float64Array(n), codes: new Float64Array(n),
      });
      for (let slot = 0; slot < n; slot += 1) {
        const i = order[slot];
        this.ids[slot] = columns.id[i];
        this.names[slot] = columns.name[i];
        this.kind[slot] = columns.kind[i];
        this.state[slot] = columns.state[i];
        this.at[slot] = columns.at[i] || 0;
        this.wx[slot] = wx[i];
        this.wy[slot] = wy[i];
        this.codes[slot] = codes[i];
        this.slotOf.set(columns.id[i], slot);
      }
    }

    /** Assets of a layer that is off are hidden, unless they have a major or critical alarm. */
    shown(slot) {
      return this.kindVisible[this.kind[slot]] === 1 || URGENT[this.state[slot]] === 1;
    }

    /** First slot in [low, high) whose code is not below `code`. */
    seek(code, low, high) {
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.codes[middle] < code) low = middle + 1; else high = middle;
      }
      return low;
    }

    /**
     * Calls `emit(from, to)` with runs of slots that cover the world rectangle; runs are cut at cells of
     * `2 ** depth` subcells, so a little more than the rectangle may come.
     */
    runs(left, top, right, bottom, depth, emit) {
      const scale = 2 ** FINEST_ZOOM / SUBCELL_PX;
      const box = [left, top, right, bottom].map((v) => Math.floor(Math.max(0, Math.min(WORLD, v)) * scale));
      const visit = (x, y, level, code, low, high) => {
        if (low >= high) return;
        const side = 2 ** level;
        if (x > box[2] || y > box[3] || x + side - 1 < box[0] || y + side - 1 < box[1]) return;
        const inside = x >= box[0] && y >= box[1] && x + side - 1 <= box[2] && y + side - 1 <= box[3];
        if (inside || level <= depth) { emit(low, high); return; }
        const half = side / 2;
        const quarter = half * half;
        let from = low;
        for (let q = 0; q < 4; q += 1) {
          const next = q === 3 ? high : this.seek(code + quarter * (q + 1), from, high);
          visit(x + (q & 1) * half, y + (q >> 1) * half, level - 1, code + quarter * q, from, next);
          from = next;
        }
      };
      visit(0, 0, BITS, 0, 0, this.size);
    }

    /** Sets state, time and values; returns the slot if the state changed, else -1. */
    update(change) {
      const slot = this.slotOf.get(change.id);
      if (slot === undefined) return -1;
      if (change.at && change.at < this.at[slot]) return -1;
      if (change.at) this.at[slot] = change.at;
      if (change.values) this.values.set(change.id, Object.assign(this.values.get(change.id) || {}, change.values));
      const state = STATES.indexOf(change.state);
      if (state < 0 || state === this.state[slot]) return -1;
      return slot;
    }
  }

  xiuhua.AssetStore = AssetStore;
  xiuhua.projection = { worldX, worldY, lonOf, latOf };
  xiuhua.assetStates = { STATES, BADNESS, FINEST_ZOOM };
})(window.xiuhua = window.xiuhua || {});
