'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

const BEGUN = Date.parse('2026-11-25T08:00:00Z');

/** The badge of a page whose channel and readings are told by the test. */
function page() {
  const heard = { state: 'live', channel_s: 0.2, now: BEGUN, page: {} };
  const badge = { dataset: {}, text: '' };
  let take;
  let paint;
  const xiuhua = {
    live: { get state() { return heard.state; }, age_s: () => heard.channel_s, subscribe: (fn) => { take = fn; } },
    clock: { now: () => heard.now },
    say: (key, ...values) => [key, ...values].join(' '),
    all: (selector) => (selector === '[data-live-badge]' ? [badge] : []),
    find: () => null,
    setText: (node, text) => { node.text = text; },
  };
  const document = {
    visibilityState: 'visible', addEventListener: () => {},
    documentElement: { dataset: heard.page },
  };
  run(['22-badge.js'], { document, HTMLElement: Object, setInterval: (fn) => { paint = fn; } }, xiuhua);
  heard.frame = (more) => take({ t: new Date(heard.now).toISOString(), ...more });
  heard.report = () => heard.frame({ assets: [{ id: 'A', state: 'normal', at: heard.now }] });
  heard.look = () => { paint(); return [badge.text, badge.dataset.state, heard.page.stale]; };
  heard.wait = (seconds) => { heard.now += seconds * 1000; };
  return heard;
}

test('the badge tells the older of the two ages', () => {
  const heard = page();
  heard.report();
  assert.deepEqual(heard.look(), ['live.age 0.2 s', 'live', undefined]);
  heard.wait(1.5);
  assert.deepEqual(heard.look(), ['live.age 1.5 s', 'live', undefined]);
  heard.wait(60);
  assert.deepEqual(heard.look(), ['live.reading 62 s', 'live', undefined]);
  Object.assign(heard, { state: 'stale', channel_s: 4 });
  assert.deepEqual(heard.look(), ['live.data 62 s', 'stale', 'channel']);
  heard.channel_s = 80;
  assert.deepEqual(heard.look(), ['live.silent 80 s', 'stale', 'channel']);
  heard.state = 'lost';
  assert.deepEqual(heard.look(), ['live.lost 80 s', 'lost', 'channel']);
});

test('readings that stopped are old though the channel lives', () => {
  const heard = page();
  heard.frame({ quiet: 120 * 1000 });
  heard.report();
  heard.wait(130);
  assert.deepEqual(heard.look(), ['live.data unit.minutes 2', 'stale', 'readings']);
  heard.report();
  assert.deepEqual(heard.look(), ['live.age 0.2 s', 'live', undefined]);
});

test('a page that opens while nobody speaks learns from the heartbeat how old the readings are', () => {
  const heard = page();
  heard.frame({ newest: BEGUN - 3600 * 1000, quiet: 120 * 1000 });
  assert.deepEqual(heard.look(), ['live.data unit.minutes 60', 'stale', 'readings']);
});

test('a city that reports seldom is old later, and one of which too little is known never', () => {
  const heard = page();
  heard.report();
  heard.wait(3600);
  assert.equal(heard.look()[2], undefined);
  heard.frame({ quiet: 7200 * 1000 });
  assert.equal(heard.look()[2], undefined);
  heard.wait(3601);
  assert.equal(heard.look()[2], 'readings');
});
