'use strict';
/* A phone on the street: our scripts on a database in memory, before a server that is a table of what it answers. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const crypto = require('node:crypto');
const fake = require('fake-indexeddb');

const ASSETS = path.join(__dirname, '..', '..', 'assets');
const SCRIPTS = ['field-1-store.js', 'field-2-server.js', 'field-3-upload.js', 'field-4-sender.js', 'field-5-outbox.js'];
const LIBRARIES = ['idb/idb-8.0.3.js', 'js-sha256/js-sha256-0.11.1.js'];

/** A server that keeps what it took; `rules` may answer a request first, with a status and a body, or by throwing. */
class Server {
  constructor() {
    this.now = Date.parse('2026-11-20T01:00:00Z');
    this.name = 'officer';
    this.token = 't1';
    this.rules = [];
    this.asked = [];
    this.done = new Map();
    this.uploads = new Map();
    this.revision = 4;
  }

  commands() { return this.asked.filter(({ method, path: to }) => method === 'POST' && !to.startsWith('/api/v1/photos')); }

  answer(request) {
    this.asked.push(request);
    for (const rule of [...this.rules]) {
      const told = rule(request, this);
      if (told) return told;
    }
    return this.usual(request);
  }

  usual({ method, path: to, token, body, headers }) {
    if (to === '/api/v1/me') return this.name ? [200, { name: this.name }] : [401, { code: 'not_signed_in' }];
    if (token !== this.token) return [403, { code: 'form_token', detail: 'reload' }];
    if (to === '/api/v1/photos/uploads') return this.begin(body);
    if (method === 'PATCH') return this.part(to, headers, body);
    if (method === 'GET') return [200, { revision: this.revision }];
    const known = this.done.get(headers['Idempotency-Key']);
    if (known && known !== JSON.stringify(body)) return [409, { code: 'conflict', detail: 'another command' }];
    if (!known) {
      this.done.set(headers['Idempotency-Key'], JSON.stringify(body));
      if (body.revision !== undefined && body.revision !== this.revision) return [409, { code: 'outdated', detail: 'too late', told: { zh: '已改派', en: 'moved on' } }];
      this.revision += 1;
    }
    return [200, { id: 7, number: '#7', revision: this.revision }];
  }

  begin({ size, sha256 }) {
    const upload = this.uploads.get(sha256) || { id: sha256, size, bytes: Buffer.alloc(0) };
    this.uploads.set(sha256, upload);
    return [200, this.told(upload)];
  }

  part(to, headers, body) {
    const upload = this.uploads.get(to.split('/').pop().split('?')[0]);
    if (!upload) return [404, { code: 'not_found', detail: 'gone' }];
    if (Number(headers['Upload-Offset']) !== upload.bytes.length) return [409, { code: 'conflict', offset: upload.bytes.length, id: upload.id }];
    upload.bytes = Buffer.concat([upload.bytes, body]);
    return [200, this.told(upload)];
  }

  told({ id, size, bytes }) {
    const isWhole = bytes.length === size && crypto.createHash('sha256').update(bytes).digest('hex') === id;
    return { id, offset: bytes.length, photo: isWhole ? { digest: 'p' + id.slice(0, 63) } : null };
  }
}

/** A phone: `disk` outlives its pages, `clock_ms` is how far its clock is off, `hasLocks` whether the page is https. */
class Phone {
  constructor(server, { hasLocks = true, clock_ms = 0 } = {}) {
    Object.assign(this, { server, hasLocks, clock_ms, disk: new fake.IDBFactory(), storage: new Map(), token: 't1', isOnline: true, locks: new Map(), estimate: null });
  }

  /** Opens the page. Timers run when the test says so. */
  open() {
    const page = { timers: [], events: new Map() };
    const listen = (name, fn) => page.events.set(name, [...(page.events.get(name) || []), fn]);
    const phone = this;
    class PhoneDate extends Date {
      constructor(...told) { super(...(told.length ? told : [PhoneDate.now()])); }
      static now() { return phone.server.now + phone.clock_ms; }
    }
    const window = {
      crypto: crypto.webcrypto, URLSearchParams, AbortController, BroadcastChannel: class { addEventListener() {} postMessage() {} },
      performance: { now: () => 0 }, addEventListener: listen, fetch: (to, told) => this.fetch(to, told),
      setTimeout: (fn, ms) => { page.timers.push({ fn, ms }); return page.timers.length; }, clearTimeout: (id) => { if (page.timers[id - 1]) page.timers[id - 1].fn = null; },
      setInterval: () => 0, clearInterval: () => undefined,
      navigator: { onLine: true, locks: this.hasLocks ? this.lockManager() : undefined, storage: this.estimate ? { estimate: async () => this.estimate, persist: async () => true } : undefined },
    };
    const remembered = { get: (key) => JSON.parse(this.storage.get(key) || 'null'), set: (key, value) => this.storage.set(key, JSON.stringify(value)) };
    window.xiuhua = { remembered, formToken: () => this.token, say: (key, ...values) => [key, ...values].join(' '), text: ([zh]) => zh };
    const document = { addEventListener: listen, dispatchEvent: () => true, visibilityState: 'visible', querySelector: () => ({ getAttribute: () => 'Asia/Shanghai' }) };
    const given = { window, document, Blob, DOMException, CustomEvent, Date: PhoneDate, indexedDB: this.disk, URLSearchParams, AbortController, Math, structuredClone };
    for (const name of Object.keys(fake).filter((each) => each.startsWith('IDB'))) given[name] = fake[name];
    const context = vm.createContext(given);
    context.self = context;
    context.globalThis = context;
    LIBRARIES.forEach((name) => vm.runInContext(fs.readFileSync(path.join(ASSETS, 'vendor', name), 'utf8'), context, { filename: name }));
    window.idb = context.idb || window.idb;
    SCRIPTS.forEach((name) => vm.runInContext(fs.readFileSync(path.join(ASSETS, 'js', name), 'utf8'), context, { filename: name }));
    page.xiuhua = window.xiuhua;
    page.fire = (name) => (page.events.get(name) || []).forEach((fn) => fn({}));
    return page;
  }

  lockManager() {
    return { request: async (name, { ifAvailable }, work) => {
      if (this.locks.get(name) && ifAvailable) return work(null);
      this.locks.set(name, true);
      try { return await work({}); } finally { this.locks.set(name, false); }
    } };
  }

  async fetch(to, { method, headers, body }) {
    if (!this.isOnline) throw new TypeError('no network');
    const content = body instanceof Blob ? Buffer.from(await body.arrayBuffer()) : body && JSON.parse(body);
    const told = this.server.answer({ method, path: to, headers, token: headers['X-CSRFToken'], body: content });
    if (told === 'lost') throw new TypeError('the answer was lost');
    const shown = new Map([['Date', new Date(this.server.now).toUTCString()]]);
    return { status: told[0], headers: { get: (name) => shown.get(name) || null }, json: async () => told[1] };
  }
}

/** Waits until the page sends nothing any more. */
async function settled(page) {
  await page.xiuhua.outbox.ready;
  await page.xiuhua.fieldSender.rest();
}

/** A picture of so many bytes. */
const picture = (size, fill = 1) => new Blob([new Uint8Array(size).fill(fill)], { type: 'image/jpeg' });

module.exports = { Phone, Server, settled, picture };
