/* Xiuhua: for each zoom, which cells of the map are drawn as one cluster; counts are kept up under changes. */
'use strict';
(function (xiuhua) {
  const { FINEST_ZOOM } = xiuhua.assetStates;
  const CELL_DEPTH = 4;
  const BLOCK_DEPTH = 7;
  const BLOCKS_PER_SCREEN = 3.6;
  const MARKS_PER_SCREEN = 8000;
  const CAPS = [256, 160, 110, 80, 60, 45, 32, 24, 16, 10];
  const FEW = 8;
  const HEAP = 40;
  const OPENED = 6;
  const PILED = 4.5;

  /** One zoom: cells of 96 px with their slots, how many are shown, and how many of these have which alarm. */
  class Level {
    cells = 0;
    start = new Int32Array(0);
    cellOf = new Int32Array(0);
    count = new Int32Array(0);
    spots = new Int32Array(0);
    alarms = new Int32Array(0);
    clustered = new Uint8Array(0);
    cx = new Float64Array(0);
    cy = new Float64Array(0);

    /** @param {Xiuhua.AssetStore} store @param {number} zoom */
    constructor(store, zoom) {
      this.store = store;
      this.zoom = zoom;
      this.fine = 4 ** Math.max(0, FINEST_ZOOM - zoom);
      this.coarse = this.fine * 4 ** CELL_DEPTH;
      this.cut();
      this.measure();
      this.choose();
    }

    /** The depth that `store.runs` needs to cut at this level's cells. */
    get depth() {
      return Math.max(0, FINEST_ZOOM - this.zoom) + CELL_DEPTH;
    }

    cut() {
      const { store } = this;
      const starts = [];
      this.cellOf = new Int32Array(store.size);
      let last = -1;
      for (let slot = 0; slot < store.size; slot += 1) {
        const key = Math.floor(store.codes[slot] / this.coarse);
        if (key !== last) { starts.push(slot); last = key; }
        this.cellOf[slot] = starts.length - 1;
      }
      starts.push(store.size);
      this.start = Int32Array.from(starts);
      this.cells = starts.length - 1;
    }

    measure() {
      const { store, cells } = this;
      this.count = new Int32Array(cells);
      this.spots = new Int32Array(cells);
      this.alarms = new Int32Array(cells * 5);
      this.cx = new Float64Array(cells);
      this.cy = new Float64Array(cells);
      for (let cell = 0; cell < cells; cell += 1) this.measureCell(store, cell);
    }

    /**
     * Counts a cell anew, after one of its slots came into sight or left it.
     * @param {number} cell
     */
    recount(cell) {
      this.count[cell] = this.spots[cell] = this.cx[cell] = this.cy[cell] = 0;
      this.alarms.fill(0, cell * 5, cell * 5 + 5);
      this.measureCell(this.store, cell);
    }

    /** @param {Xiuhua.AssetStore} store @param {number} cell */
    measureCell(store, cell) {
      let spot = -1;
      for (let slot = this.start[cell]; slot < this.start[cell + 1]; slot += 1) {
        if (!store.shown(slot)) continue;
        const here = Math.floor(store.codes[slot] / this.fine);
        if (here !== spot) { this.spots[cell] += 1; spot = here; }
        this.count[cell] += 1;
        this.alarms[cell * 5 + store.state[slot]] += 1;
        this.cx[cell] += store.wx[slot];
        this.cy[cell] += store.wy[slot];
      }
      this.cx[cell] /= this.count[cell] || 1;
      this.cy[cell] /= this.count[cell] || 1;
    }

    /** Picks the highest cap per cell that keeps a full screen at about 8 000 single marks. */
    choose() {
      const cap = CAPS.find((limit) => this.screenful(limit) <= MARKS_PER_SCREEN);
      const limit = cap || FEW;
      this.clustered = new Uint8Array(this.cells);
      for (let cell = 0; cell < this.cells; cell += 1) this.clustered[cell] = this.mustCluster(cell, limit) ? 1 : 0;
    }

    /** @param {number} cell @param {number} limit */
    mustCluster(cell, limit) {
      const count = this.count[cell];
      return this.zoom < FINEST_ZOOM - 2 && count > FEW && (count > limit || (count > HEAP && count > PILED * this.spots[cell]));
    }

    /**
     * About how many marks a full screen over the densest part would have; never more than there are.
     * @param {number} limit
     */
    screenful(limit) {
      const block = this.fine * 4 ** BLOCK_DEPTH;
      let most = 0;
      let sum = 0;
      let total = 0;
      let last = -1;
      for (let cell = 0; cell < this.cells; cell += 1) {
        const key = Math.floor(this.store.codes[this.start[cell]] / block);
        if (key !== last) { sum = 0; last = key; }
        const marks = this.mustCluster(cell, limit) ? 1 : this.count[cell];
        sum += marks;
        total += marks;
        most = Math.max(most, sum);
      }
      return Math.min(total, most * BLOCKS_PER_SCREEN);
    }

    /**
     * Keeps the counts when a slot goes from one state to another.
     * @param {number} slot
     * @param {number} from
     * @param {number} to
     */
    move(slot, from, to) {
      const base = this.cellOf[slot] * 5;
      this.alarms[base + from] -= 1;
      this.alarms[base + to] += 1;
    }

    /**
     * How many of the cell's shown assets have an alarm.
     * @param {number} cell
     */
    alarmed(cell) {
      const base = cell * 5;
      return this.alarms[base + 1] + this.alarms[base + 2] + this.alarms[base + 3];
    }

    /**
     * The worst state in the cell: 3, 2, 1 or, without alarm, 0.
     * @param {number} cell
     */
    worst(cell) {
      const base = cell * 5;
      for (let state = 3; state > 0; state -= 1) if (this.alarms[base + state]) return state;
      return 0;
    }

    /**
     * Whether the cluster's alarms (with so many `more`) are drawn one by one (few) or told by its badge (many).
     * @param {number} cell
     * @param {number} more
     */
    opened(cell, more = 0) {
      return this.alarmed(cell) + more <= OPENED;
    }
  }

  xiuhua.AssetLevel = Level;
})(window.xiuhua);
