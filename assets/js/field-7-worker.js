/* Xiuhua: over https the phone keeps the files of the page, so that it starts without a network. */
'use strict';
(function () {
  const WORKER = '/field-worker.js';

  async function begin() {
    const { serviceWorker } = window.navigator;
    await serviceWorker.register(WORKER, { scope: '/field', updateViaCache: 'none' });
    const { active } = await serviceWorker.ready;
    if (active && window.navigator.onLine) active.postMessage('refresh');
  }

  // Browsers have none on plain http; the page then needs a network to be opened, and keeps what it was given all the same.
  if (window.navigator.serviceWorker) begin().catch(() => undefined);
})();
