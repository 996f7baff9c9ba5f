/* Xiuhua: over https the phone keeps the files of the page, so that it starts without a network. */
'use strict';
(function (xiuhua) {
  const WORKER = '/field-worker.js';

  async function begin() {
    const { serviceWorker } = window.navigator;
    await serviceWorker.register(WORKER, { scope: '/field', updateViaCache: 'none' });
    const { active } = await serviceWorker.ready;
    if (active && window.navigator.onLine) active.postMessage('refresh');
  }

  /** The page that started without a network says when there is one. */
  function tell() {
    const note = xiuhua.find(HTMLElement, '[data-offline-page]');
    note?.toggleAttribute('data-back', window.navigator.onLine && !xiuhua.outbox.state().since);
  }

  /** The page that started without a network has both: tasks, and the report that the address asks for. */
  function choose() {
    const report = xiuhua.find(HTMLTemplateElement, '[data-offline-report]');
    if (!report || new URLSearchParams(window.location.search).get('report') !== '1') return;
    xiuhua.need(HTMLElement, '.field-office').replaceWith(report.content);
  }

  choose();
  document.addEventListener('xiuhua:outbox', tell);
  // Browsers have none on plain http; the page then needs a network to be opened, and keeps what it was given all the same.
  if (window.navigator.serviceWorker) begin().catch(() => undefined);
})(window.xiuhua);
