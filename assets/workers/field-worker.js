/* Xiuhua: lets the phone page start without a network. It keeps the page's own files and nothing of what it shows. */
'use strict';
(function (worker) {
  const CACHE_PREFIX = 'xiuhua-field-';
  const DOCUMENT = '/field/offline';
  const PAGE = '/field';
  /** After this the phone is as good as without a network. */
  const PATIENCE_MS = 8000;
  const { version, files } = worker.xiuhuaFiles;
  const CACHE = CACHE_PREFIX + version;

  /** @param {string} address */
  const fresh = (address) => new Request(address, { cache: 'reload', credentials: 'same-origin' });

  async function install() {
    const cache = await caches.open(CACHE);
    await cache.addAll([DOCUMENT, ...files].map(fresh));
    await worker.skipWaiting();
  }

  /** The files of versions before go once this one is whole. */
  async function activate() {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
    await worker.clients.claim();
  }

  /** The page in the language of whoever looked last. */
  async function refresh() {
    const told = await fetch(fresh(DOCUMENT));
    // One of another version would ask for files that are not here.
    if (told.ok && told.headers.get('X-Xiuhua-Files') === version) await (await caches.open(CACHE)).put(DOCUMENT, told);
  }

  /** @param {string} address */
  const kept = async (address) => (await caches.open(CACHE)).match(address);

  /** @param {Request} request */
  async function page(request) {
    const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS); });
    try {
      const told = await Promise.race([fetch(request), late]);
      if (told.status < 500) return told;
    } catch { /* the kept page says that there is no network */ }
    return await kept(DOCUMENT) || Response.error();
  }

  /** @param {Request} request */
  const file = async (request) => await kept(request.url) || fetch(request);

  /** @param {FetchEvent} event */
  function answer(event) {
    const { request } = event;
    const { origin, pathname, search } = new URL(request.url);
    if (request.method !== 'GET' || origin !== worker.location.origin) return;
    if (request.mode === 'navigate' && pathname.replace(/\/$/, '') === PAGE) event.respondWith(page(request));
    else if (files.includes(pathname + search)) event.respondWith(file(request));
  }

  worker.addEventListener('install', (event) => event.waitUntil(install()));
  worker.addEventListener('activate', (event) => event.waitUntil(activate()));
  worker.addEventListener('fetch', answer);
  worker.addEventListener('message', (event) => event.waitUntil(refresh().catch(() => undefined)));
})(/** @type {ServiceWorkerGlobalScope & { xiuhuaFiles: { version: string, files: string[] } }} */ (/** @type {unknown} */ (self)));
