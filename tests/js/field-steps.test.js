'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

const { fieldSteps: steps } = run(['field-tasks-2-steps.js']);
const HOUR = 3600000;
const at = (ms) => new Date(ms).toISOString();

/** A case that the squad has and nobody of it took. */
const sent = (more = {}) => ({
  id: 7, revision: 4, kind: 'handle', state: 'to_handle', is_own: false, actions: ['accept', 'return', 'comment'], shots: [], flags: [],
  pending: null, suspended_until: null, accepted_at: null, departed_at: null, arrived_at: null, due_at: null, yellow_at: null, step_due_at: at(2 * HOUR), step_yellow_at: at(HOUR), ...more,
});
const taken = (more = {}) => sent({ state: 'handling', is_own: true, actions: ['depart', 'arrive', 'feedback', 'return', 'extend', 'suspend', 'comment'], ...more });
const draft = (more = {}) => ({ arrival: null, pictures: [], noPhoto: false, result: '', note: '', ...more });
const shot = (slot) => ({ slot, blob: {}, at: 0 });
const deed = (action, more = {}) => ({ action, state: 'waiting', at: 1000, offset_ms: 0, settled_at: 0, ...more });
/** Of what the scripts' own window made. */
const plain = (made) => structuredClone(made);
const next = (task, what, isNear = false) => steps.next(task, draft(what), isNear).step;

test('the large button names what is missing next, from taking the case to handing in the result', () => {
  assert.equal(next(sent()), 'accept');
  assert.equal(next(taken()), 'depart');
  assert.equal(next(taken(), {}, true), 'arrive');
  assert.equal(next(taken({ departed_at: at(0) })), 'arrive');
  const there = taken({ arrived_at: at(0), shots: [{ digest: 'd', role: 'before' }] });
  assert.deepEqual(plain(steps.next(there, draft(), false)), { step: 'photo', slot: { key: 'near', role: 'after', shown: null }, left: 2 });
  assert.equal(next(there, { pictures: [shot('near')] }), 'photo');
  const pictures = [shot('near'), shot('wide')];
  assert.equal(next(there, { pictures }), 'result');
  assert.equal(next(there, { pictures, result: 'fixed' }), 'send');
});

test('without a picture of before by whoever reported it, one is wanted', () => {
  assert.equal(steps.next(taken({ arrived_at: at(0) }), draft(), false).slot.key, 'before');
});

test('what proves nothing asks for a reason, and goes on with one', () => {
  const arrival = { at: 0, problem: 'far', reason: '' };
  assert.equal(next(taken(), { arrival }), 'reason');
  assert.equal(next(taken(), { arrival: { ...arrival, reason: 'fence' } }), 'arrive');
  assert.deepEqual([steps.doubt(50, 50), steps.doubt(51, 5), steps.doubt(5, 51)], ['', 'far', 'rough']);
});

test('who cannot take pictures, who is refused and who needs support says why', () => {
  const there = taken({ arrived_at: at(0) });
  assert.equal(next(there, { noPhoto: true, result: 'fixed' }), 'words');
  assert.equal(next(there, { noPhoto: true, result: 'fixed', note: 'dark' }), 'send');
  assert.equal(next(there, { result: 'support' }), 'words');
  assert.equal(next(there, { result: 'support', note: 'three more' }), 'support');
  assert.equal(next(there, { pictures: ['before', 'near', 'wide'].map(shot), result: 'refused' }), 'words');
});

test('whoever verifies or checks looks instead of choosing a result, and proves to be there on the phone', () => {
  const check = sent({ kind: 'check', state: 'checking', is_own: true, actions: ['check', 'rework'] });
  assert.equal(next(check), 'arrive');
  const arrival = { at: 0, problem: '', reason: '' };
  assert.equal(next(check, { arrival }), 'photo');
  const pictures = [shot('now'), shot('all')];
  assert.equal(next(check, { arrival, pictures }), 'look');
  assert.equal(next(check, { arrival, pictures, result: 'passes' }), 'send');
  assert.equal(next(check, { arrival, pictures, result: 'fails' }), 'words');
});

test('what waits on the phone counts as done there', () => {
  const all = steps.overlaid(sent(), [deed('accept'), deed('depart'), deed('arrive', { offset_ms: HOUR })], 0);
  assert.deepEqual([all.is_own, all.accepted_at, all.arrived_at, all.queued], [true, at(1000), at(1000 + HOUR), true]);
  assert.equal(next(all), 'photo');
  assert.equal(next(steps.overlaid(taken(), [deed('feedback')], 0)), 'sent');
  assert.equal(next(steps.overlaid(taken(), [deed('extend')], 0)), 'wait');
});

test('what was refused does not count, and what was delivered counts until the tasks are told anew', () => {
  assert.equal(next(steps.overlaid(sent(), [deed('accept', { state: 'refused' })], 0)), 'accept');
  const delivered = deed('accept', { state: 'delivered', settled_at: 500 });
  assert.equal(next(steps.overlaid(sent(), [delivered], 400)), 'depart');
  assert.equal(next(steps.overlaid(sent(), [delivered], 600)), 'accept');
});

test('what waits for consent or is suspended waits', () => {
  assert.equal(next(taken({ pending: {} })), 'wait');
  assert.equal(next(taken({ suspended_until: at(0) })), 'wait');
});

test('the tighter of both clocks counts, and none while it is suspended', () => {
  assert.deepEqual(plain(steps.deadline(sent({ due_at: at(HOUR) }))), { due: HOUR, yellow: Infinity });
  assert.deepEqual(plain(steps.deadline(sent())), { due: 2 * HOUR, yellow: HOUR });
  assert.equal(steps.deadline(sent({ suspended_until: at(0) })), null);
  assert.equal(steps.deadline(sent({ step_due_at: null })), null);
});

test('the list is by distance or deadline, what has no place after the others, what waits last', () => {
  const [near, far, unknown] = [taken({ id: 1 }), taken({ id: 2, step_due_at: at(HOUR) }), taken({ id: 3 })];
  const waiting = taken({ id: 4, pending: {} });
  const check = taken({ id: 5, kind: 'check', step_due_at: at(9 * HOUR) });
  const away = ({ id }) => ({ 1: 10, 2: 900, 4: 1, 5: 50 })[id] ?? null;
  const order = (by) => steps.ordered([waiting, unknown, far, check, near], by, away).map(({ id }) => id);
  assert.deepEqual(order('near'), [1, 5, 2, 3, 4]);
  assert.deepEqual(order('due'), [2, 1, 3, 5, 4]);
  assert.deepEqual(order('checks'), [5]);
});
