'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

/** A page with a clock and a network of its own; `sockets` are the connections in the order in which they were made. */
function page() {
  const heard = { now: 0, sockets: [], timers: new Map(), watch: null, states: [], listeners: {} };
  class WebSocket {
    static OPEN = 1;

    constructor(url) {
      Object.assign(this, { url, readyState: 1 });
      heard.sockets.push(this);
    }

    close() { this.readyState = 3; }

    say(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
  }
  const listen = (name, fn) => { heard.listeners[name] = fn; };
  const window = {
    location: { href: 'https://city.test/' },
    addEventListener: listen,
    setInterval: (fn) => { heard.watch = fn; },
    setTimeout: (fn, ms) => { heard.timers.set(fn, ms); return fn; },
    clearTimeout: (fn) => heard.timers.delete(fn),
  };
  const document = {
    visibilityState: 'visible', cookie: 'a=1; _csrf_token=t0', addEventListener: listen,
    dispatchEvent: ({ type, detail }) => { if (type === 'xiuhua:state') heard.states.push(detail); },
  };
  class CustomEvent { constructor(type, { detail }) { Object.assign(this, { type, detail }); } }
  const given = { ...window, document, WebSocket, CustomEvent, URL, performance: { now: () => heard.now } };
  heard.live = run(['13-account.js', '20-live.js'], given, {}).live;
  heard.frames = [];
  heard.live.subscribe((frame) => heard.frames.push(frame.n));
  heard.last = () => heard.sockets.at(-1);
  heard.ring = () => { const [fn] = heard.timers.keys(); heard.timers.delete(fn); fn(); };
  return heard;
}

const frame = (n, more = {}) => ({ n, epoch: 'e1', t: `2026-11-25T00:00:0${n % 10}Z`, assets: [{ id: 'A', state: 'minor' }], ...more });

test('the first connection asks for no past, the next one for what it missed', () => {
  const heard = page();
  assert.equal(String(heard.last().url), 'wss://city.test/api/v1/live?csrf=t0');
  heard.last().say(frame(7));
  heard.last().onclose({ code: 1006 });
  heard.ring();
  assert.equal(heard.sockets.length, 2);
  const asked = heard.last().url.searchParams;
  assert.deepEqual([asked.get('since'), asked.get('epoch'), asked.get('t')], ['7', 'e1', '2026-11-25T00:00:07Z']);
});

test('frames of a resumed gap that were applied already are passed over', () => {
  const heard = page();
  [5, 6].forEach((n) => heard.last().say(frame(n)));
  heard.last().onclose({ code: 1006 });
  heard.ring();
  [5, 6, 7, 8].forEach((n) => heard.last().say(frame(n)));
  assert.deepEqual(heard.frames, [5, 6, 7, 8]);
});

test('a reset and another epoch are taken whatever their number', () => {
  const heard = page();
  heard.last().say(frame(9));
  heard.last().say(frame(2, { reset: true }));
  assert.deepEqual({ ...heard.live.position }, { n: 2, epoch: 'e1', t: '2026-11-25T00:00:02Z' });
  heard.last().say(frame(1, { epoch: 'e2' }));
  assert.deepEqual(heard.frames, [9, 2, 1]);
});

test('a heartbeat says the same number again and is heard', () => {
  const heard = page();
  heard.last().say(frame(3));
  heard.last().say(frame(3, { assets: [] }));
  assert.deepEqual(heard.frames, [3, 3]);
});

test('after a snapshot the channel goes on behind it', () => {
  const heard = page();
  const before = heard.last();
  heard.live.resumeAt(40, 'e9', '2026-11-25T01:00:00Z');
  assert.equal(before.readyState, 3);
  assert.equal(before.onmessage, null);
  assert.equal(heard.last().url.searchParams.get('since'), '40');
  [40, 41].forEach((n) => heard.last().say(frame(n, { epoch: 'e9' })));
  assert.deepEqual(heard.frames, [41]);
});

test('silence is told: stale after three seconds, and a new connection after ten', () => {
  const heard = page();
  heard.last().say(frame(1));
  heard.now = 3100;
  heard.watch();
  assert.equal(heard.live.state, 'stale');
  heard.now = 10100;
  heard.watch();
  assert.equal(heard.last().readyState, 3);
  heard.ring();
  heard.last().say(frame(2));
  assert.deepEqual(heard.states, ['live', 'stale', 'live']);
  assert.equal(heard.live.age_s(), 0);
});

test('a server that stays away is lost after the fifth try, and is asked ever more seldom, but at least every 5 s', () => {
  const heard = page();
  heard.last().say(frame(1));
  const waits = [];
  for (let tries = 0; tries < 8; tries += 1) {
    heard.last().onclose({ code: 1006 });
    waits.push([...heard.timers.values()].at(-1));
    heard.ring();
  }
  assert.deepEqual(heard.states, ['live', 'stale', 'lost']);
  waits.forEach((wait, i) => {
    const ceiling = Math.min(5000, 250 * 2 ** i);
    assert.ok(wait >= ceiling / 2 && wait <= ceiling, `${wait} of ${ceiling}`);
  });
});

test('one who ended listening hears nothing more', () => {
  const heard = page();
  const numbers = [];
  const end = heard.live.subscribe(({ n }) => numbers.push(n));
  heard.last().say(frame(1));
  end();
  heard.last().say(frame(2));
  assert.deepEqual(numbers, [1]);
});
