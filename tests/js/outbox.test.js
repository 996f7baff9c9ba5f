'use strict';
const assert = require('node:assert/strict');
const test = require('node:test');
const { Phone, Server, settled, picture } = require('./street.js');

const DAY_MS = 86400000;

/** A phone whose person is known and whose page is open. */
async function street(options) {
  const server = new Server();
  const phone = new Phone(server, options);
  phone.storage.set('field-me', JSON.stringify({ name: 'officer', token: 't1' }));
  const page = phone.open();
  await settled(page);
  return { server, phone, page, outbox: page.xiuhua.outbox };
}

const steps = (outbox, ...names) => names.reduce((before, action) => before.then(() => outbox.add({ case_id: 7, action, body: { revision: 4 }, label: action, tells_time: true })), Promise.resolve());
const states = (outbox) => outbox.state().items.map(({ action, state }) => `${action} ${state}`);

for (const hasLocks of [true, false]) {
  test(`what was done without a network is sent in order, each with the revision after the one before (locks: ${hasLocks})`, async () => {
    const { server, phone, page, outbox } = await street({ hasLocks });
    phone.isOnline = false;
    await steps(outbox, 'accept', 'depart', 'arrive');
    await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4, reason: 'done' }, photos: [1, 2, 3].map((fill) => ({ blob: picture(700000, fill), role: 'after', name: `${fill}.jpg` })) });
    await settled(page);
    assert.deepEqual(server.commands(), []);
    assert.deepEqual([outbox.state().waiting, outbox.state().pictures, outbox.state().bytes, outbox.state().sender.phase], [4, 3, 2100000, 'offline']);
    phone.isOnline = true;
    page.fire('online');
    await settled(page);
    assert.deepEqual(server.commands().map(({ path, body }) => [path.split('/').pop(), body.revision, (body.photos || []).length]), [['accept', 4, 0], ['depart', 5, 0], ['arrive', 6, 0], ['feedback', 7, 3]]);
    assert.deepEqual(states(outbox), ['accept delivered', 'depart delivered', 'arrive delivered', 'feedback delivered']);
    assert.deepEqual(outbox.state().since, null);
  });
}

test('what was kept outlives the page', async () => {
  const { server, phone, page, outbox } = await street();
  phone.isOnline = false;
  await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4 }, photos: [{ blob: picture(1000), role: 'after', name: 'a' }] });
  await settled(page);
  phone.isOnline = true;
  const next = phone.open();
  await settled(next);
  assert.equal(server.commands().length, 1);
  assert.equal(next.xiuhua.outbox.state().waiting, 0);
});

test('an answer that was lost is asked for again under the same key and with the same words', async () => {
  const { server, page, outbox } = await street();
  let isLost = true;
  server.rules.push((request, own) => {
    if (!isLost || !request.path.endsWith('/accept')) return null;
    isLost = false;
    own.usual(request);
    return 'lost';
  });
  await steps(outbox, 'accept', 'depart');
  await settled(page);
  await outbox.retry();
  await settled(page);
  const [first, second, third] = server.commands();
  assert.deepEqual([first.headers['Idempotency-Key'], first.body], [second.headers['Idempotency-Key'], second.body]);
  assert.deepEqual([server.done.size, third.body.revision, outbox.state().waiting], [2, 5, 0]);
});

test('an upload that broke off goes on from where the server stands', async () => {
  const { server, page, outbox } = await street();
  let parts = 0;
  server.rules.push((request, own) => {
    if (request.method !== 'PATCH') return null;
    parts += 1;
    if (parts !== 2) return null;
    own.usual(request);
    return 'lost';
  });
  await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4 }, photos: [{ blob: picture(2000000), role: 'after', name: 'a' }] });
  await settled(page);
  await outbox.retry();
  await settled(page);
  const offsets = server.asked.filter(({ method }) => method === 'PATCH').map(({ headers }) => Number(headers['Upload-Offset']));
  assert.deepEqual(offsets, [...new Set(offsets)]);
  assert.equal(outbox.state().waiting, 0);
});

test('a picture that the server has already is not sent', async () => {
  const { server, page, outbox } = await street();
  const photos = [{ blob: picture(5000), role: 'after', name: 'a' }];
  await outbox.add({ case_id: 7, action: 'arrive', body: { revision: 4 }, photos });
  await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4 }, photos });
  await settled(page);
  assert.equal(server.asked.filter(({ method }) => method === 'PATCH').length, 1);
  assert.equal(server.commands().length, 2);
});

for (const [status, code] of [[409, 'outdated'], [422, 'incomplete'], [403, 'forbidden'], [404, 'not_found'], [413, 'too_large']]) {
  test(`what the server refuses with ${status} is kept with its words, and the next goes on`, async () => {
    const { server, page, outbox } = await street();
    server.rules.push(({ path }) => (path.endsWith('/feedback') ? [status, { code, detail: 'no', told: { zh: '不行', en: 'no' } }] : null));
    await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4 }, photos: [{ blob: picture(5000), role: 'after', name: 'a' }], label: 'x' });
    await outbox.add({ case_id: 8, action: 'accept', body: { revision: 4 } });
    await settled(page);
    const [refused, next] = outbox.state().items;
    assert.deepEqual([refused.state, refused.answer.words, refused.answer.status, next.state], ['refused', ['不行', 'no'], status, 'delivered']);
    assert.ok(await page.xiuhua.fieldStore.blob(refused.photos[0].id));
    await outbox.seen(refused.id);
    assert.deepEqual([outbox.state().items.length, await page.xiuhua.fieldStore.blob(refused.photos[0].id)], [1, undefined]);
  });
}

test('what follows a refusal on the same case gets its own answer', async () => {
  const { server, phone, page, outbox } = await street();
  phone.isOnline = false;
  await steps(outbox, 'depart', 'arrive');
  server.revision = 9;
  phone.isOnline = true;
  await outbox.retry();
  await settled(page);
  assert.deepEqual(states(outbox), ['depart refused', 'arrive refused']);
  assert.deepEqual(server.commands().map(({ body }) => body.revision), [4, 4]);
});

test('what was refused is sent again as the case is now, under a new key', async () => {
  const { server, page, outbox } = await street();
  server.revision = 9;
  await steps(outbox, 'accept');
  await settled(page);
  await outbox.again(outbox.state().items[0].id);
  await settled(page);
  const [first, second] = server.commands();
  assert.notEqual(first.headers['Idempotency-Key'], second.headers['Idempotency-Key']);
  assert.deepEqual([second.body.revision, states(outbox)], [9, ['accept delivered']]);
});

for (const [name, answer, phase] of [['is over', [401, { code: 'not_signed_in' }], 'sign_in'], ['is another one', [403, { code: 'form_token' }], 'sign_in'],
  ['server is down', [503, { code: 'unavailable' }], 'busy'], ['server is asked too often', [429, { code: 'too_many' }], 'busy']]) {
  test(`everything waits in its order while the session or the server ${name}`, async () => {
    const { server, page, outbox } = await street();
    server.rules.push(({ path }) => (path.endsWith('/accept') ? answer : null));
    await steps(outbox, 'accept', 'depart');
    await settled(page);
    assert.deepEqual([outbox.state().sender.phase, states(outbox)], [phase, ['accept waiting', 'depart waiting']]);
    server.rules.length = 0;
    await outbox.retry();
    await settled(page);
    assert.deepEqual(states(outbox), ['accept delivered', 'depart delivered']);
  });
}

test('it waits longer from try to try, and never all phones at once', async () => {
  const { phone, page, outbox } = await street();
  phone.isOnline = false;
  await steps(outbox, 'accept');
  await settled(page);
  const waits = [];
  for (let turn = 0; turn < 8; turn++) {
    const timer = page.timers.filter(({ fn, ms }) => fn && ms !== 90000).pop();
    waits.push(timer.ms);
    timer.fn();
    await settled(page);
  }
  assert.ok(waits.every((ms, index) => ms >= 500 * Math.min(2 ** index, 60) && ms <= Math.min(1000 * 2 ** index, 60000)), String(waits));
});

test('nothing of one person is sent as another\'s, and that it is there is said', async () => {
  const { server, phone, page, outbox } = await street();
  phone.isOnline = false;
  await steps(outbox, 'accept');
  phone.isOnline = true;
  Object.assign(server, { name: 'second', token: 't2' });
  phone.token = 't2';
  await outbox.retry();
  await settled(page);
  assert.deepEqual([server.commands(), outbox.state().foreign, outbox.state().items, outbox.state().person], [[], 1, [], 'second']);
  Object.assign(server, { name: 'officer', token: 't3' });
  phone.token = 't3';
  await outbox.retry();
  await settled(page);
  assert.deepEqual([server.commands().length, outbox.state().foreign], [1, 0]);
});

test('somebody who signs in while a command is on its way does not send it', async () => {
  const { server, phone, page, outbox } = await street();
  server.rules.push(({ path }, own) => {
    if (path === '/api/v1/photos/uploads') { Object.assign(own, { name: 'second', token: 't2' }); phone.token = 't2'; }
    return null;
  });
  await outbox.add({ case_id: 7, action: 'feedback', body: { revision: 4 }, photos: [{ blob: picture(5000), role: 'after', name: 'a' }] });
  await settled(page);
  assert.deepEqual([server.done.size, server.uploads.size], [0, 0]);
});

test('nobody can leave something where nobody is known', async () => {
  const server = new Server();
  server.name = null;
  const page = new Phone(server).open();
  await settled(page);
  await assert.rejects(page.xiuhua.outbox.add({ case_id: 7, action: 'accept', body: { revision: 4 } }), /outbox.nobody/);
  assert.deepEqual(await page.xiuhua.fieldStore.all(), []);
});

for (const clock_ms of [DAY_MS, -DAY_MS, 0]) {
  test(`when it was done is told by the server's clock, with a phone that is ${clock_ms / DAY_MS} days off`, async () => {
    const { server, phone, page, outbox } = await street({ clock_ms });
    await page.xiuhua.fieldServer.who();
    phone.isOnline = false;
    server.now += 600000;
    await steps(outbox, 'accept');
    server.now += 3600000;
    phone.isOnline = true;
    await outbox.retry();
    await settled(page);
    const [{ body }] = server.commands();
    assert.ok(Math.abs(Date.parse(body.done_at) - (server.now - 3600000)) <= 1000, body.done_at);
  });
}

for (const clock_ms of [DAY_MS / 4, 0]) {
  test(`times are those of the city's clocks, with a phone that is ${clock_ms / DAY_MS} days off`, async () => {
    const { page, phone, server } = await street({ clock_ms });
    await page.xiuhua.fieldServer.who();
    assert.equal(page.xiuhua.fieldServer.timeText(server.now + phone.clock_ms, { isPhones: true }), '09:00');
    assert.equal(page.xiuhua.fieldServer.timeText(server.now, { hasSeconds: true }), '09:00:00');
  });
}

test('what does not fit is said, and nothing half done is kept', async () => {
  const { page, outbox } = await street();
  const put = page.xiuhua.fieldStore.add;
  page.xiuhua.fieldStore.add = async () => { throw new DOMException('full', 'QuotaExceededError'); };
  await assert.rejects(outbox.add({ case_id: 7, action: 'accept', body: {} }), /outbox.full/);
  page.xiuhua.fieldStore.add = put;
  assert.deepEqual(await page.xiuhua.fieldStore.all(), []);
});

test('a picture that cannot be read leaves nothing of its command', async () => {
  const { page, outbox } = await street();
  await assert.rejects(outbox.add({ case_id: 7, action: 'feedback', body: {}, photos: [{ blob: picture(10), role: 'after', name: 'a' }, { blob: () => 0, role: 'after', name: 'b' }] }), /outbox.not_kept/);
  assert.deepEqual(await page.xiuhua.fieldStore.all(), []);
});

for (const [free, ok] of [[500e6, true], [5e6, false]]) {
  test(`whether there is room is known before the camera opens (${free / 1e6} MB)`, async () => {
    const server = new Server();
    const phone = new Phone(server);
    phone.estimate = { quota: 600e6, usage: 600e6 - free };
    const page = phone.open();
    await settled(page);
    const told = await page.xiuhua.outbox.room();
    assert.deepEqual([told.ok, told.free, told.words], [ok, free, ok ? '' : 'outbox.low']);
  });
}

test('on plain http room is tried, and what was tried is gone', async () => {
  const { page, outbox } = await street({ hasLocks: false });
  const { ok, free, words } = await outbox.room();
  assert.deepEqual([ok, free, words], [true, null, '']);
  assert.equal(await page.xiuhua.fieldStore.blob(1), undefined);
});

test('a page that is gone keeps the sending no longer than its lease, whatever the clock does', async () => {
  const { server, phone, page } = await street({ hasLocks: false });
  const { fieldStore } = page.xiuhua;
  assert.equal(await fieldStore.claim('other', 60000), true);
  assert.equal(await fieldStore.claim('mine', 60000), false);
  server.now += 60001;
  assert.equal(await fieldStore.claim('mine', 60000), true);
  phone.clock_ms = -DAY_MS;
  assert.equal(await fieldStore.claim('third', 60000), true);
});

test('a page that finds another one sending looks again before long', async () => {
  const { phone, page, outbox } = await street({ hasLocks: false });
  await page.xiuhua.fieldStore.claim('other', 15000);
  await steps(outbox, 'accept');
  await settled(page);
  assert.equal(outbox.state().waiting, 1);
  const again = page.timers.filter(({ fn, ms }) => fn && ms === 5000).pop();
  phone.server.now += 15001;
  again.fn();
  await settled(page);
  assert.equal(outbox.state().waiting, 0);
});

test('tasks as they were seen are there without a network, for their own person', async () => {
  const { phone, outbox } = await street();
  await outbox.keepTasks([{ id: 1 }]);
  phone.isOnline = false;
  const later = phone.open();
  await settled(later);
  assert.deepEqual((await later.xiuhua.outbox.tasks()).tasks, [{ id: 1 }]);
  phone.storage.set('field-me', JSON.stringify({ name: 'second', token: 't1' }));
  assert.equal(await later.xiuhua.outbox.tasks(), null);
  const another = phone.open();
  await settled(another);
  assert.equal(await another.xiuhua.fieldStore.kept('tasks'), null);
});
