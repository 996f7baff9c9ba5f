'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

const say = (key, ...values) => `${key} ${values.join(' ')}`;
const node = (dataset) => ({ dataset, textContent: '' });

/** A page with these elements; `tick` is a second by the server's clock, `isKnown` whether a frame told it. */
function page(nodes, given = {}) {
  let tick;
  const xiuhua = {
    say,
    setText: (each, text) => { each.textContent = text; },
    clock: { isKnown: true, now: () => given.now, ...given.clock },
    all: (selector) => nodes.filter((each) => selector.slice(1, -1).replace('data-', '').replace(/-(.)/g, (_, c) => c.toUpperCase()) in each.dataset),
  };
  const document = { visibilityState: 'visible' };
  const { caseClock } = run(['cases-clock.js'], { document, setInterval: (fn) => { tick = fn; } }, xiuhua);
  return { tick, caseClock };
}

test('the time left counts down, and says how late it is', () => {
  const left = node({ left: '100000', lamp: 'yellow' });
  const given = { now: 40000 };
  const { tick } = page([left], given);
  tick();
  assert.equal(left.textContent, '01:00');
  given.now = 3765000;
  tick();
  assert.deepEqual([left.textContent, left.dataset.lamp], ['−1:01:05', 'red']);
});

test('a lamp turns by itself at 80 % of the limit and when it is used up', () => {
  const mark = node({ lampDue: '1000', lampYellow: '800', state: 'normal' });
  const given = { now: 799 };
  const { tick } = page([mark], given);
  const states = [799, 800, 1000, 1001].map((now) => { given.now = now; tick(); return mark.dataset.state; });
  assert.deepEqual(states, ['normal', 'minor', 'minor', 'critical']);
});

test('long times are told in days, and nothing is counted by the clock of this computer', () => {
  const left = node({ left: '0' });
  const { tick, caseClock } = page([left], { now: 0, clock: { isKnown: false } });
  tick();
  assert.equal(left.textContent, '');
  assert.equal(caseClock.leftText(3 * 86400000 + 4 * 3600000), 'left.days 3 4');
});
