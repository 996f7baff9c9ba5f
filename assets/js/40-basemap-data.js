/* Xiuhua: the built-in basemap's features in world coordinates, findable by rectangle. */
'use strict';
(function (xiuhua) {
  const UNITS = 65535 * 4;
  const BUCKETS = 48;
  const { worldX, worldY } = xiuhua.projection;

  /**
   * Projects integer rings exactly; coordinates are relative to the basemap's north-west corner.
   * @param {number[]} ring
   * @param {number[]} bounds
   * @param {number[]} origin
   */
  function project(ring, bounds, origin) {
    const [west, south, east, north] = bounds;
    const out = new Float64Array(ring.length);
    for (let i = 0; i < ring.length; i += 2) {
      out[i] = worldX(west + (ring[i] / UNITS) * (east - west)) - origin[0];
      out[i + 1] = worldY(south + (ring[i + 1] / UNITS) * (north - south)) - origin[1];
    }
    return out;
  }

  /** @param {ArrayLike<number>} points */
  function boxOf(points) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
    return box;
  }

  /** @param {number[]} a @param {number[]} b */
  const overlaps = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

  class FeatureIndex {
    /** @param {Xiuhua.BasemapPart[]} parts @param {number[]} extent */
    constructor(parts, extent) {
      this.parts = parts;
      this.extent = extent;
      /** @type {Map<number, number[]>} */
      this.buckets = new Map();
      this.stamp = new Uint32Array(parts.length);
      this.turn = 0;
      parts.forEach((part, i) => this.cells(part.box, (key) => {
        const bucket = this.buckets.get(key);
        if (bucket) bucket.push(i); else this.buckets.set(key, [i]);
      }));
    }

    /** @param {number[]} box @param {(key: number) => void} fn */
    cells(box, fn) {
      /** @param {number} v @param {number} side */
      const at = (v, side) => Math.max(0, Math.min(BUCKETS - 1, Math.floor((v / side) * BUCKETS)));
      for (let y = at(box[1], this.extent[1]); y <= at(box[3], this.extent[1]); y += 1) {
        for (let x = at(box[0], this.extent[0]); x <= at(box[2], this.extent[0]); x += 1) fn(y * BUCKETS + x);
      }
    }

    /**
     * The parts whose boxes touch `box`, in their given order.
     * @param {number[]} box
     */
    query(box) {
      this.turn += 1;
      /** @type {number[]} */
      const found = [];
      this.cells(box, (key) => (this.buckets.get(key) || []).forEach((i) => {
        if (this.stamp[i] === this.turn || !overlaps(this.parts[i].box, box)) return;
        this.stamp[i] = this.turn;
        found.push(i);
      }));
      return found.sort((a, b) => a - b).map((i) => this.parts[i]);
    }
  }

  /** The decoded basemap: layers of parts {name, rank, rings, box}; one part a feature, for lines one a ring. */
  class BasemapData {
    /** @param {Xiuhua.BasemapJson} json */
    constructor(json) {
      const [west, south, east, north] = json.bounds;
      this.bounds = json.bounds;
      this.origin = [worldX(west), worldY(north)];
      this.extent = [worldX(east) - this.origin[0], worldY(south) - this.origin[1]];
      /** @type {Xiuhua.BasemapLayer[]} */
      this.layers = [];
      this.add(json.layers);
    }

    /** @param {Xiuhua.BasemapJson['layers']} layers those known already are passed over */
    add(layers) {
      const known = new Set(this.layers.map(({ key }) => key));
      this.layers.push(...layers.filter(({ key }) => !known.has(key)).map((layer) => this.layer(layer)));
    }

    /**
     * @param {Xiuhua.BasemapJson['layers'][0]} layer
     * @returns {Xiuhua.BasemapLayer}
     */
    layer({ key, kind, features }) {
      /** @type {Xiuhua.BasemapPart[]} */
      const parts = [];
      for (const feature of features) {
        const rings = feature.rings.map((ring) => project(ring, this.bounds, this.origin));
        const { name = null, rank = 0 } = feature;
        const groups = kind === 'polygon' ? [rings] : rings.map((ring) => [ring]);
        groups.forEach((group) => parts.push({ name, rank, rings: group, box: boxOf(group[0]) }));
      }
      return { key, kind, index: new FeatureIndex(parts, this.extent) };
    }
  }

  xiuhua.BasemapData = BasemapData;
  xiuhua.boxOf = boxOf;
})(window.xiuhua);
