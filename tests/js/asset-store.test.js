'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');
const places = require('../fixtures/z_order.json');

const { AssetStore, projection } = run(['30-asset-store.js']);

/** A snapshot of assets at [lon, lat], named A0, A1 … in this order; the odd ones are cameras. */
function snapshot(positions, states = []) {
  return {
    n: 1, epoch: 'e', t: '2026-11-25T00:00:00Z', kinds: ['manhole', 'camera'], layers: ['wells', 'cameras'],
    id: positions.map((_, i) => `A${i}`), name: positions.map((_, i) => `Asset ${i}`), kind: positions.map((_, i) => i % 2),
    state: positions.map((_, i) => states[i] || 0), newest: [1000, 1000],
    lon: positions.map(([lon]) => lon), lat: positions.map(([, lat]) => lat),
  };
}

function stored(...given) {
  const store = new AssetStore();
  store.load(snapshot(...given));
  return store;
}

test('assets are kept in Z-order', () => {
  const store = stored(places.map(({ lon, lat }) => [lon, lat]));
  assert.equal(store.size, places.length);
  places.forEach(({ code }, i) => assert.equal(store.codes[store.slotOf.get(`A${i}`)], code));
  assert.deepEqual([...store.codes], [...store.codes].sort((a, b) => a - b));
});

test('projecting there and back leads to the same place', () => {
  for (const [lon, lat] of [[121.405, 29.655], [-179.9, -84.9], [0, 0]]) {
    assert.ok(Math.abs(projection.lonOf(projection.worldX(lon)) - lon) < 1e-9);
    assert.ok(Math.abs(projection.latOf(projection.worldY(lat)) - lat) < 1e-9);
  }
});

test('assets without a position or beyond the map are left out', () => {
  const store = stored([[121, 29], [null, 29], [121, null], [121, 89], [Number.NaN, 1]]);
  assert.deepEqual([...store.ids], ['A0']);
});

test('the runs of a rectangle cover every asset in it and few beyond', () => {
  const grid = Array.from({ length: 400 }, (_, i) => [121 + (i % 20) / 100, 29 + Math.floor(i / 20) / 100]);
  const store = stored(grid);
  const box = [projection.worldX(121.045), projection.worldY(29.095), projection.worldX(121.095), projection.worldY(29.045)];
  const found = new Set();
  store.runs(...box, 0, (from, to) => { for (let slot = from; slot < to; slot += 1) found.add(store.ids[slot]); });
  const wanted = grid.flatMap(([lon, lat], i) => (lon > 121.045 && lon < 121.095 && lat > 29.045 && lat < 29.095 ? [`A${i}`] : []));
  assert.equal(wanted.length, 25);
  assert.deepEqual([...found].sort(), wanted.sort());
});

test('a change tells its slot only when the state is another one', () => {
  const store = stored([[121, 29], [121.1, 29]]);
  const slot = store.slotOf.get('A1');
  assert.equal(store.update({ id: 'A1', state: 'critical', at: 2000 }), slot);
  assert.equal(store.update({ id: 'A1', state: 'normal', at: 2001 }), -1);
  assert.equal(store.update({ id: 'A1', state: 'unheard-of', at: 2002 }), -1);
  assert.equal(store.update({ id: 'gone', state: 'critical', at: 2003 }), -1);
  assert.equal(store.at[slot], 2002);
});

test('an older change than the one known is passed over', () => {
  const store = stored([[121, 29]]);
  store.update({ id: 'A0', at: 1000 });
  assert.equal(store.update({ id: 'A0', state: 'major', at: 999, values: { level_m: 1 } }), -1);
  assert.equal(store.values.get('A0'), undefined);
});

test('values of several changes are merged, and stay over a new snapshot while the asset does', () => {
  const store = stored([[121, 29], [121.1, 29]]);
  store.update({ id: 'A0', at: 2000, values: { level_m: 0.5, battery_pct: 90 } });
  store.update({ id: 'A0', at: 2001, values: { level_m: 0.6 } });
  store.update({ id: 'A1', at: 2001, values: { level_m: 0.1 } });
  store.load(snapshot([[121, 29]]));
  assert.deepEqual({ ...store.values.get('A0') }, { level_m: 0.6, battery_pct: 90 });
  assert.equal(store.values.has('A1'), false);
});

test('a hidden layer shows its major and critical alarms alone, and stays hidden over a new snapshot', () => {
  const positions = [[121, 29], [121.1, 29], [121.2, 29], [121.3, 29], [121.4, 29], [121.5, 29]];
  const store = stored(positions, [0, 0, 0, 1, 0, 3]);
  store.kindVisible[1] = 0;
  store.load(snapshot(positions, [0, 0, 0, 1, 0, 3]));
  const shown = positions.flatMap((_, i) => (store.shown(store.slotOf.get(`A${i}`)) ? [`A${i}`] : []));
  assert.deepEqual(shown, ['A0', 'A2', 'A4', 'A5']);
});
