/* Xiuhua: the outbox of the street: what was done is on the phone first, and goes to the server when there is a way. */
'use strict';
(function (xiuhua) {
  const store = xiuhua.fieldStore;
  const server = xiuhua.fieldServer;
  /** What was delivered is told for so long, and tells what the revision of its case is. */
  const REMEMBERED_MS = 2 * 24 * 3600 * 1000;
  /** Room for a picture and what else is written with it. */
  const ROOM_BYTES = 24 * 1024 * 1024;
  const PROBE_BYTES = 8 * 1024 * 1024;
  const TRIED_FOR_MS = 120000;
  const others = new window.BroadcastChannel('xiuhua-outbox');
  /** @type {Xiuhua.OutboxItem[]} */
  let items = [];
  /** @type {Xiuhua.SenderState} */
  let sender = { phase: 'idle', item: null, picture: null, sent: 0, person: null, again_at: 0 };
  let triedAt = -Infinity;
  /** Since when there is no network (epoch ms). @type {number | null} */
  let since = null;

  /** Nothing was kept; `message` says why and what to do. */
  class NotKept extends Error {}

  /** @param {Xiuhua.OutboxItem[]} some */
  const bytesOf = (some) => some.flatMap(({ photos }) => photos).reduce((sum, { size }) => sum + size, 0);

  /** @returns {Xiuhua.OutboxState} */
  function state() {
    const person = server.last();
    const mine = items.filter(({ owner }) => person && owner === person.name);
    const waiting = mine.filter((each) => each.state === 'waiting');
    const foreign = items.filter(({ owner, state: now }) => now === 'waiting' && !(person && owner === person.name));
    return {
      items: mine, waiting: waiting.length, refused: mine.filter((each) => each.state === 'refused').length,
      pictures: waiting.reduce((sum, { photos }) => sum + photos.length, 0), bytes: bytesOf(waiting), since,
      foreign: foreign.length, foreign_bytes: bytesOf(foreign), person: person && person.name, sender,
    };
  }

  const announce = () => { document.dispatchEvent(new CustomEvent('xiuhua:outbox', { detail: state() })); };

  async function look() {
    items = await store.all();
    announce();
  }

  /** @param {Partial<Xiuhua.SenderState>} told */
  function hear(told) {
    const before = sender;
    sender = { ...sender, ...told };
    if (sender.phase === 'offline' || window.navigator.onLine === false) since = since || Date.now();
    else if (sender.phase !== 'fault') since = null;
    if (told.item !== undefined && before.item !== told.item) return changed();
    announce();
    return Promise.resolve();
  }

  /** Every page of this phone looks again. */
  function changed() {
    others.postMessage('changed');
    return look();
  }

  /** A mark that nobody else has, also on plain http. */
  const mark = () => [...window.crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  /** Whose what is done now is. The session may have changed in another page. */
  async function whose() {
    const known = server.last();
    if (known && (!xiuhua.formToken() || known.token === xiuhua.formToken())) return known.name;
    const person = await server.who().catch(() => null);
    if (!person) throw new NotKept(xiuhua.say('outbox.nobody'));
    return person.name;
  }

  /** @param {unknown} error */
  const isFull = (error) => error instanceof DOMException && error.name === 'QuotaExceededError';

  /** @param {unknown} error */
  function explained(error) {
    if (error instanceof NotKept) return error;
    return new NotKept(isFull(error) ? xiuhua.say('outbox.full') : xiuhua.say('outbox.not_kept', String(error)), { cause: error });
  }

  /**
   * Keeps what was done, and its id once it is on the disk. Rejects with words for the person when it is not: the form
   * must stay as it is then. `action` is a case's, or `path` says where it goes; with `tells_time` the server is told
   * when it was done.
   * @param {Xiuhua.Deed} deed
   * @returns {Promise<number>}
   */
  async function add({ case_id = null, action = '', path = '', body = {}, photos = [], label = '', tells_time = case_id !== null && !path }) {
    const to = path || (case_id === null ? '/api/v1/cases' : `/api/v1/cases/${case_id}/${action}`);
    try {
      const item = {
        owner: await whose(), key: mark(), case_id, action, path: to, body, label, tells_time, at: Date.now(), offset_ms: server.offset_ms(),
        state: 'waiting', settled_at: 0, sent_body: null, revision: null, made: null, answer: null,
      };
      const { id } = await store.add(item, photos);
      if (window.navigator.storage && window.navigator.storage.persist) window.navigator.storage.persist().catch(() => false);
      await changed();
      xiuhua.fieldSender.run();
      return id;
    } catch (error) {
      throw explained(error);
    }
  }

  /** What the browser says is left; null where it does not, as on plain http. */
  async function free() {
    if (!window.navigator.storage || !window.navigator.storage.estimate) return null;
    const { quota = 0, usage = 0 } = await window.navigator.storage.estimate();
    return Math.max(0, quota - usage);
  }

  /** Browsers tell a round figure instead of what is left, so it is tried, now and then. */
  async function tryRoom() {
    if (Math.abs(Date.now() - triedAt) < TRIED_FOR_MS) return;
    await store.probe(PROBE_BYTES);
    triedAt = Date.now();
  }

  /**
   * Whether the phone has room for another picture; to be asked before the camera opens.
   * @returns {Promise<{ ok: boolean, free: number | null, words: string }>}
   */
  async function room() {
    const left = await free();
    try {
      if (left !== null && left < ROOM_BYTES) return { ok: false, free: left, words: xiuhua.say('outbox.low') };
      await tryRoom();
      return { ok: true, free: left, words: '' };
    } catch (error) {
      return { ok: false, free: left, words: isFull(error) ? xiuhua.say('outbox.low') : explained(error).message };
    }
  }

  /** The person has read the answer: what was refused goes. @param {number} id */
  async function seen(id) {
    await store.settle(id, null);
    await changed();
  }

  /** Sends what was refused once more, as the case is now, under a new key. @param {number} id */
  async function again(id) {
    const item = (await store.all()).find((each) => each.id === id);
    if (!item || item.state !== 'refused') return;
    const body = { ...item.body };
    if (item.case_id !== null && body.revision !== undefined) {
      const { status, body: now } = await server.ask('GET', `/api/v1/cases/${item.case_id}`);
      if (status === 200 && now) body.revision = now.revision;
    }
    await store.change(id, { body, key: mark(), sent_body: null, state: 'waiting', answer: null });
    await changed();
    xiuhua.fieldSender.retry();
  }

  /**
   * Tasks as they were seen last, for a start without a network; `asked_at` is when they were asked for.
   * @param {unknown} list @param {number} [asked_at]
   */
  const keepTasks = async (list, asked_at = Date.now()) => store.keep('tasks', { owner: await whose(), asked_at, at: asked_at + (server.offset_ms() || 0), tasks: list });

  /** What was kept of this person's tasks, and when (by the server's clock); null where there is none. */
  async function tasks() {
    const kept = await store.kept('tasks');
    const person = server.last();
    return kept && person && kept.owner === person.name ? kept : null;
  }

  /** What was delivered long ago goes, and what somebody saw who is not the one that uses the phone now. */
  async function prune() {
    const known = await store.kept('tasks');
    if (known && server.last()?.name !== known.owner) await store.keep('tasks', null);
    const old = (await store.all()).filter(({ state: now, settled_at }) => now === 'delivered' && Math.abs(Date.now() - settled_at) > REMEMBERED_MS);
    for (const { id } of old) await store.settle(id, null);
  }

  others.addEventListener('message', look);
  window.addEventListener('offline', () => hear({}));
  window.addEventListener('online', () => hear({}));
  const ready = prune().then(look).then(() => xiuhua.fieldSender.begin(hear));
  ready.catch((error) => hear({ phase: 'fault', fault: String(error) }));

  xiuhua.outbox = { add, state, room, seen, again, retry: xiuhua.fieldSender.retry, keepTasks, tasks, ready, NotKept };
})(window.xiuhua);
