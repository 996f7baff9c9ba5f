/* Xiuhua: the dialog that reports a case. The server fills it; the place may be clicked on the map. */
'use strict';
(function (xiuhua) {
  const dialog = () => xiuhua.find(HTMLDialogElement, '[data-report-dialog]');
  /** Ends the choosing on the map. @type {(() => void) | null} */
  let stopPicking = null;

  /** A mark by which the same report, sent twice, is taken once. It need not be secret. */
  const mark = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

  /** @param {HTMLElement} button */
  function open(button) {
    const own = dialog();
    if (!own) return;
    const { reportAlarm: alarm, reportEvent: event } = button.dataset;
    xiuhua.setProps('case-report-form', { children: [] });
    xiuhua.setProps('case-report-opened', { data: { alarm, event, key: mark(), at: Date.now() } });
    own.showModal();
  }

  /** @param {string} id @param {number} degrees */
  const put = (id, degrees) => xiuhua.setProps(id, { value: degrees.toFixed(6) });

  /** The dialog steps aside; the next click on the map is the place. */
  function pick() {
    const own = dialog();
    const session = xiuhua.map && xiuhua.map.session;
    if (!own || !session) return;
    own.close();
    stopPicking?.();
    const { map } = session;
    const banner = document.createElement('div');
    banner.className = 'report-banner';
    banner.textContent = own.dataset.picking || '';
    document.body.append(banner);
    const box = map.getContainer();
    box.classList.add('is-picking');
    /** @param {MouseEvent} event */
    const chosen = (event) => {
      event.preventDefault();
      event.stopPropagation();
      const { lng, lat } = map.mouseEventToLatLng(event);
      put('case-report-lon', lng);
      put('case-report-lat', lat);
      stopPicking?.();
    };
    /** @param {KeyboardEvent} event */
    const cancelled = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      stopPicking?.();
    };
    box.addEventListener('click', chosen, true);
    document.addEventListener('keydown', cancelled, true);
    stopPicking = () => {
      stopPicking = null;
      box.removeEventListener('click', chosen, true);
      document.removeEventListener('keydown', cancelled, true);
      box.classList.remove('is-picking');
      banner.remove();
      own.showModal();
    };
  }

  /** The case that it became, or that it is already, is opened. @param {{ key: number } | null} told */
  function reported(told) {
    if (!told) return '';
    dialog()?.close();
    const link = document.createElement('button');
    link.hidden = true;
    link.dataset.selectCase = String(told.key);
    document.body.append(link);
    link.click();
    link.remove();
    return String(told.key);
  }

  xiuhua.onClick([
    ['[data-report-pick]', pick],
    ['[data-report-case]', open],
    ['[data-merge-into]', (b) => xiuhua.setProps('case-form-into', { value: b.dataset.mergeInto || '' })],
  ]);
  xiuhua.caseReport = { reported };
})(window.xiuhua);
