/* Xiuhua: which boxes of a picture are taken, so that nothing is written over anything else. */
'use strict';
(function (xiuhua) {
  const BUCKET = 64;
  const BUCKETS_A_ROW = 65536;

  /** @implements {Xiuhua.FreeRoom} */
  class FreeRoom {
    /** @type {Map<number, Xiuhua.Box[]>} */
    buckets = new Map();

    /** @param {Xiuhua.Box} box */
    take(box) {
      this.each(box, (key) => {
        const boxes = this.buckets.get(key);
        if (boxes) boxes.push(box); else this.buckets.set(key, [box]);
        return false;
      });
    }

    /** @param {Xiuhua.Box} box */
    isFree(box) {
      return !this.each(box, (key) => (this.buckets.get(key) || []).some((other) => overlap(box, other)));
    }

    /**
     * Whether `test` holds in one of the buckets that the box touches.
     * @param {Xiuhua.Box} box
     * @param {(key: number) => boolean} test
     */
    each([left, top, right, bottom], test) {
      for (let y = Math.floor(top / BUCKET); y <= Math.floor(bottom / BUCKET); y += 1) {
        for (let x = Math.floor(left / BUCKET); x <= Math.floor(right / BUCKET); x += 1) {
          if (test(y * BUCKETS_A_ROW + x)) return true;
        }
      }
      return false;
    }
  }

  /** @param {Xiuhua.Box} a @param {Xiuhua.Box} b */
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  xiuhua.FreeRoom = FreeRoom;
})(window.xiuhua);
