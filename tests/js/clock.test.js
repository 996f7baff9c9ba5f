'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

/** A page whose own clock stands in 1970; `hear` brings a frame with the server's time, `now` is what passed since. */
function page() {
  const given = { now: 0, Date: { parse: Date.parse, now: () => 0 } };
  let hear;
  const live = { subscribe: (fn) => { hear = fn; } };
  const performance = { now: () => given.now };
  const { clock } = run(['21-clock.js'], { performance, Date: given.Date, Number }, { live });
  return { given, clock, hear: (t) => hear({ t }) };
}

const NOON = Date.parse('2026-11-25T04:00:00.000Z');

test('the time is the server\'s, whatever this computer believes', () => {
  const { given, clock, hear } = page();
  assert.equal(clock.isKnown, false);
  given.now = 1000;
  hear('2026-11-25T04:00:00.000Z');
  assert.equal(clock.isKnown, true);
  given.now = 3500;
  assert.equal(clock.now(), NOON + 2500);
});

test('a frame that was held up does not set the clock back', () => {
  const { given, clock, hear } = page();
  hear('2026-11-25T04:00:00.000Z');
  given.now = 5000;
  hear('2026-11-25T04:00:02.000Z');
  assert.equal(clock.now(), NOON + 5000);
});

test('the clock follows a server whose clock was set back, after a minute', () => {
  const { given, clock, hear } = page();
  hear('2026-11-25T04:00:00.000Z');
  given.now = 61000;
  hear('2026-11-25T03:00:00.000Z');
  assert.equal(clock.now(), NOON - 3600000);
});

test('a frame without a time changes nothing', () => {
  const { clock, hear } = page();
  hear(undefined);
  assert.equal(clock.isKnown, false);
});
