'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { run } = require('./page.js');

const { AssetStore, AssetLevel } = run(['30-asset-store.js', '31-asset-levels.js']);
const FINEST_ZOOM = 20;

/** `count` assets of one kind on a square of `side` degrees, by rows; the first `alarms` have a critical alarm. */
function city(count, side, alarms = 0) {
  const width = Math.ceil(Math.sqrt(count));
  const at = Array.from({ length: count }, (_, i) => [121 + ((i % width) * side) / width, 29 + (Math.floor(i / width) * side) / width]);
  const store = new AssetStore();
  store.load({
    n: 1, epoch: 'e', t: '', kinds: ['tree'], id: at.map((_, i) => `T${i}`), name: at.map(() => 'tree'), kind: at.map(() => 0),
    state: at.map((_, i) => (i < alarms ? 3 : 0)), newest: [0], lon: at.map(([lon]) => lon), lat: at.map(([, lat]) => lat),
  });
  return store;
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

test('every shown asset is counted in exactly one cell', () => {
  const store = city(5000, 0.2);
  for (const zoom of [10, 14, 18]) {
    const level = new AssetLevel(store, zoom);
    assert.equal(sum([...level.count]), 5000);
    for (let cell = 0; cell < level.cells; cell += 1) assert.equal(level.count[cell], level.start[cell + 1] - level.start[cell]);
  }
});

test('from afar all is clustered, close by nothing is', () => {
  const store = city(50000, 0.2);
  const afar = new AssetLevel(store, 11);
  assert.ok(afar.clustered.every((isClustered, cell) => isClustered || afar.count[cell] <= 10));
  assert.ok(new AssetLevel(store, FINEST_ZOOM - 2).clustered.every((isClustered) => !isClustered));
});

test('a screen has about 8 000 single marks at most', () => {
  const store = city(50000, 0.2);
  for (let zoom = 10; zoom < FINEST_ZOOM - 2; zoom += 1) {
    const level = new AssetLevel(store, zoom);
    assert.ok(level.screenful(Infinity) <= 50000);
    const single = sum([...level.count].filter((_, cell) => !level.clustered[cell]));
    assert.ok(zoom > 13 || single <= 8000, `zoom ${zoom}: ${single}`);
  }
});

test('counts stay right when a state changes, however it is done', () => {
  const store = city(300, 0.01, 4);
  const level = new AssetLevel(store, 12);
  const slot = store.slotOf.get('T9');
  level.move(slot, 0, 2);
  store.state[slot] = 2;
  const cell = level.cellOf[slot];
  const kept = [...level.alarms];
  for (let other = 0; other < level.cells; other += 1) level.recount(other);
  assert.deepEqual([...level.alarms], kept);
  assert.ok(level.alarmed(cell) >= 1);
  assert.equal(level.worst(level.cellOf[store.slotOf.get('T0')]), 3);
});

test('few alarms of a cluster are drawn one by one, many are told by its badge', () => {
  const few = new AssetLevel(city(300, 0.001, 6), 12);
  const many = new AssetLevel(city(300, 0.001, 7), 12);
  assert.ok(few.opened(0));
  assert.ok(!few.opened(0, 1));
  assert.ok(!many.opened(0));
});
