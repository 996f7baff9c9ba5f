'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');
const { assets, sent } = require('../fixtures/snapshot.json');

const { readSnapshot } = run(['29-snapshot.js'], { Uint8Array, Uint32Array, Float64Array });

test('what the server wrote is read as it was', () => {
  const { id, name, kind, state, lon, lat, kinds } = readSnapshot(sent);
  const read = assets.map((_, i) => ({ id: id[i], kind: kinds[kind[i]], name: name[i], lon: lon[i], lat: lat[i], state: state[i] }));
  assert.deepEqual(read, assets);
  assert.equal(id.length, assets.length);
});

test('what stands beside the columns stays', () => {
  const { n, epoch, newest, layers } = readSnapshot({ ...sent, n: 7, epoch: 'e' });
  assert.deepEqual([n, epoch, newest, layers], [7, 'e', sent.newest, sent.layers]);
});

test('an empty city is read', () => {
  const none = { words: [], word: [], number: [] };
  const { id, name, lon } = readSnapshot({ format: 2, kinds: [], newest: [], state: '', kind: [], id: none, name: none, lon: [], lat: [] });
  assert.deepEqual([id.length, name.length, lon.length], [0, 0, 0]);
});

test('a format of another version is not guessed at', () => {
  assert.throws(() => readSnapshot({ ...sent, format: 3 }), /format 3/);
});
