/* Xiuhua: sends what waits on the phone: one command at a time over all its pages, in order, each once. */
'use strict';
(function (xiuhua) {
  const LOCK = 'xiuhua-outbox';
  const LEASE_MS = 15000;
  const LONGEST_WAIT_MS = 60000;
  const FIRST_WAIT_MS = 1000;
  /** The server keeps a picture that no case carries for two days; after this it is asked whether it still has it. */
  const TRUSTED_MS = 12 * 3600 * 1000;
  const PAGE = [...window.crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { ask, who, last } = xiuhua.fieldServer;
  const store = xiuhua.fieldStore;

  /** @type {(told: Partial<Xiuhua.SenderState>) => unknown} */
  let say = () => undefined;
  let timer = 0;
  let tries = 0;
  /** @type {Promise<void> | null} */
  let current = null;
  let isAsked = false;

  /** Another page sends; should it go, this one goes on. */
  function lookAgain() {
    window.clearTimeout(timer);
    timer = window.setTimeout(run, LEASE_MS / 3);
  }

  /** Runs `work` unless another page of this phone sends. @param {() => Promise<void>} work */
  async function alone(work) {
    if (window.navigator.locks) {
      await window.navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : lookAgain()));
      return;
    }
    if (!(await store.claim(PAGE, LEASE_MS))) { lookAgain(); return; }
    const renewal = window.setInterval(() => { store.claim(PAGE, LEASE_MS).catch(() => undefined); }, LEASE_MS / 4);
    try { await work(); } finally {
      window.clearInterval(renewal);
      await store.release(PAGE);
    }
  }

  /**
   * What the case's revision is after what this phone did to it before, as far as the server told.
   * @param {Xiuhua.OutboxItem} item @param {Xiuhua.OutboxItem[]} all
   */
  function revisionOf(item, all) {
    const before = all.filter((each) => each.case_id === item.case_id && each.id < item.id && each.state === 'delivered');
    return Math.max(item.body.revision || 0, ...before.map((each) => each.revision || 0));
  }

  /** The command as it is sent, every time alike. @param {Xiuhua.OutboxItem} item @param {Xiuhua.OutboxItem[]} all */
  function composed(item, all) {
    const body = { ...item.body };
    if (body.revision !== undefined) body.revision = revisionOf(item, all);
    const sent = item.photos.map(({ photo, role }) => ({ digest: photo, role }));
    if (sent.length) body.photos = [...(body.photos || []), ...sent];
    if (item.tells_time) body.done_at = new Date(item.at + (item.offset_ms || 0)).toISOString();
    return body;
  }

  /** @param {Xiuhua.OutboxItem} item @param {number} index @param {string} token */
  async function sendPicture(item, index, token) {
    const picture = item.photos[index];
    const blob = await store.blob(picture.id);
    if (!blob) throw new xiuhua.FieldRefusal({ status: 0, wait_s: 0, body: { code: 'lost', detail: xiuhua.say('outbox.lost') } });
    const sha256 = picture.sha256 || await xiuhua.fieldUpload.digestOf(blob);
    const about = { case: item.case_id, lon: item.case_id ? undefined : item.body.lon, lat: item.case_id ? undefined : item.body.lat };
    const photo = await xiuhua.fieldUpload.send(blob, sha256, token, about, (sent) => say({ item: item.id, picture: index, sent }));
    const photos = item.photos.map((each, at) => (at === index ? { ...each, sha256, photo, sent: blob.size, sent_at: Date.now() } : each));
    await store.change(item.id, { photos });
    return { ...item, photos };
  }

  /** @param {Xiuhua.OutboxPicture} picture */
  const isThere = ({ photo, sent_at }) => photo && Math.abs(Date.now() - sent_at) < TRUSTED_MS;

  /** The answer to the command, after its pictures. @param {Xiuhua.OutboxItem} item @param {string} token */
  async function deliver(item, token) {
    let whole = item;
    for (let index = 0; index < item.photos.length; index++) {
      if (!isThere(whole.photos[index])) whole = await sendPicture(whole, index, token);
    }
    say({ item: item.id, picture: null, sent: 0 });
    const json = whole.sent_body || composed(whole, await store.all());
    // Kept before it goes: the same key must always say the same.
    if (!whole.sent_body) await store.change(item.id, { sent_body: json });
    return ask('POST', item.path, { json, token, headers: { 'Idempotency-Key': item.key } });
  }

  /** Whether the answer says nothing about the command, which stays. @param {Xiuhua.FieldAnswer} answer */
  const isAboutNow = ({ status, body }) => status >= 500 || [401, 408, 421, 425, 429].includes(status)
    || (status === 403 && ['form_token', 'password_change_required', 'foreign_origin'].includes(body && body.code));

  /** @param {Xiuhua.FieldAnswer} answer @returns {Xiuhua.OutboxAnswer} */
  function wordsOf({ status, body }) {
    const { became, told = became, detail = '' } = body || {};
    return { status, code: (body && body.code) || '', words: told ? [told.zh, told.en] : [detail, detail], newer: (body && body.case) || null, at: Date.now() };
  }

  /** @param {Xiuhua.OutboxItem} item @param {Xiuhua.FieldAnswer} answer */
  async function settle(item, answer) {
    if (answer.status >= 200 && answer.status < 300) {
      const { id, number, revision } = answer.body || {};
      await store.settle(item.id, { state: 'delivered', settled_at: Date.now(), revision: revision || null, made: item.case_id ? null : { id, number } });
    } else await store.change(item.id, { state: 'refused', settled_at: Date.now(), answer: wordsOf(answer) });
  }

  /** Sends one; false when it has to wait. @param {Xiuhua.OutboxItem} item @param {Xiuhua.FieldPerson} person */
  async function attempt(item, person) {
    const answer = await deliver(item, person.token).catch((error) => {
      if (error instanceof xiuhua.FieldRefusal) return error.answer;
      throw error;
    });
    if (!isAboutNow(answer)) {
      await settle(item, answer);
      tries = 0;
      return true;
    }
    if (answer.status === 401 || (answer.body && answer.body.code === 'form_token')) throw new Halt('sign_in');
    throw new Halt('busy', answer.wait_s * 1000);
  }

  /** Whether the session is that of whom the phone knows. */
  const isKnown = () => last() !== null && last()?.token === xiuhua.formToken();

  /** Sends until nothing of this person waits. */
  async function sendAll() {
    for (;;) {
      const waiting = (await store.all()).filter(({ state }) => state === 'waiting');
      // Asked once even when nothing waits: without a network it is too late to learn whose what is done then is.
      if (!waiting.length && isKnown()) { await say({ phase: 'idle', item: null }); return; }
      const person = await who();
      if (!person) throw new Halt('sign_in');
      const mine = waiting.find(({ owner }) => owner === person.name);
      if (!mine) { await say({ phase: 'idle', item: null, person: person.name }); return; }
      say({ phase: 'sending', item: mine.id, picture: null, sent: 0, person: person.name });
      await attempt(mine, person);
    }
  }

  /** @param {unknown} error @returns {Xiuhua.SenderState['phase']} */
  function phaseOf(error) {
    if (error instanceof Halt) return error.phase;
    return error instanceof xiuhua.Unreachable ? 'offline' : 'fault';
  }

  /** @param {unknown} error */
  function waitAfter(error) {
    tries += 1;
    const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 10));
    const wait_ms = Math.max(grown * (0.5 + Math.random() / 2), error instanceof Halt ? error.wait_ms : 0);
    window.clearTimeout(timer);
    timer = window.setTimeout(run, wait_ms);
    return say({ phase: phaseOf(error), item: null, again_at: Date.now() + wait_ms });
  }

  async function sendWhileAsked() {
    window.clearTimeout(timer);
    try {
      while (isAsked) {
        isAsked = false;
        await alone(sendAll);
      }
    } catch (error) {
      await waitAfter(error);
    }
    current = null;
  }

  /** Sends what waits, now, and resolves when it pauses. Asked again meanwhile, it looks again. */
  function run() {
    isAsked = true;
    current = current || sendWhileAsked();
    return current;
  }

  /** What keeps the sending up. */
  class Halt extends Error {
    /** @param {'sign_in' | 'busy'} phase @param {number} wait_ms */
    constructor(phase, wait_ms = 0) {
      super(phase);
      this.phase = phase;
      this.wait_ms = wait_ms;
    }
  }

  /** Begins; `tell` hears how it goes. @param {(told: Partial<Xiuhua.SenderState>) => unknown} tell */
  function begin(tell) {
    say = tell;
    const anew = () => { tries = 0; run(); };
    window.addEventListener('online', anew);
    window.addEventListener('pagehide', () => { if (!window.navigator.locks) store.release(PAGE).catch(() => undefined); });
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') anew(); });
    window.setInterval(run, LONGEST_WAIT_MS / 2);
    run();
  }

  xiuhua.fieldSender = { begin, run, retry: () => { tries = 0; return run(); }, rest: () => current || Promise.resolve() };
})(window.xiuhua);
