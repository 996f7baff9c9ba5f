'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

/** A page whose paints take `paint_ms`; `frame` is one that came at `now` and took its scripts so long. */
function page(paint_ms) {
  const said = [];
  let now = 0;
  let took;
  const given = {
    performance: { now: () => now },
    document: { visibilityState: 'visible', addEventListener: (_name, fn) => { took = fn; } },
    requestAnimationFrame: (fn) => fn(),
    setTimeout: (fn) => { now += paint_ms; fn(); },
  };
  run(['21-live-cost.js'], given, { live: { say: (text) => said.push(JSON.parse(text).took_ms) } });
  return { said, frame(at, detail) { now = at; took({ detail }); } };
}

test('a second of frames is told: the median of the scripts and the shortest paint', () => {
  const { said, frame } = page(3);
  [0, 300, 600, 900].forEach((at) => frame(at, 1));
  assert.deepEqual(said, []);
  frame(1200, 90);
  assert.deepEqual(said, [4]);
});

test('what came after a pause says nothing of what a frame costs', () => {
  const { said, frame } = page(3);
  [0, 9000, 9300, 18000].forEach((at) => frame(at, 1));
  assert.deepEqual(said, []);
});
