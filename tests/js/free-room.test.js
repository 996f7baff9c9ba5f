'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

const { FreeRoom } = run(['36-free-room.js']);

test('what is taken is not free, whatever part of it is asked for', () => {
  const room = new FreeRoom();
  room.take([10, 10, 200, 30]);
  for (const box of [[10, 10, 200, 30], [0, 0, 11, 11], [150, 20, 160, 25], [199, 29, 400, 400], [-90, -90, 500, 500]]) {
    assert.equal(room.isFree(box), false, String(box));
  }
});

test('boxes that only touch have room beside each other, on both sides of zero', () => {
  const room = new FreeRoom();
  room.take([-20, -20, 20, 20]);
  for (const box of [[20, -20, 60, 20], [-60, -20, -20, 20], [-20, 20, 20, 40], [-20, -40, 20, -20], [500, 500, 520, 520]]) {
    assert.equal(room.isFree(box), true, String(box));
  }
});
