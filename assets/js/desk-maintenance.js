/* Xiuhua: maintenance windows. The dialog that plans one, for an asset, an area or a kind, and the buttons that end one. */
'use strict';
(function (xiuhua) {
  const HOUR_MS = 3600000;
  /** What is planned for: a kind, an area or an asset. */
  let place = {};
  const dialog = () => xiuhua.need(HTMLDialogElement, '[data-window-dialog]');
  const reasonField = () => xiuhua.need(HTMLInputElement, 'input', dialog());
  /** @param {string} name */
  const moment = (name) => xiuhua.need(HTMLElement, `[data-window-moment=${name}]`, dialog());

  /** @param {object} command */
  function send(command) {
    xiuhua.setProps('window-command', { data: { ...command, at: Date.now() } });
  }

  /**
   * A time as a field for date and time holds it, in the city's time zone: 2026-11-21T22:00.
   * @param {number} at_ms
   */
  function inCity(at_ms) {
    const time = new Date(at_ms).toLocaleString('sv-SE', { timeZone: dialog().dataset.zone });
    return time.slice(0, 16).replace(' ', 'T');
  }

  /** @param {string} name @param {number} at_ms */
  function fill(name, at_ms) {
    const input = document.createElement('input');
    input.type = 'datetime-local';
    input.className = 'field';
    input.value = inCity(at_ms);
    xiuhua.need(HTMLElement, '[data-moment]', moment(name)).replaceChildren(input);
  }

  /**
   * @param {string | undefined} scope
   * @param {string | undefined} reference
   * @param {string | undefined} subject
   */
  function open(scope, reference, subject) {
    place = { scope, scope_ref: reference };
    xiuhua.need(HTMLElement, '[data-window-subject]', dialog()).textContent = subject || '';
    reasonField().value = '';
    fill('from', xiuhua.clock.now() + HOUR_MS);
    fill('until', xiuhua.clock.now() + 5 * HOUR_MS);
    dialog().showModal();
    reasonField().focus();
  }

  /** @param {HTMLElement} button */
  function choose(button) {
    const chosen = button.closest('[data-window-moment]');
    if (!(chosen instanceof HTMLElement)) return;
    chosen.dataset.choice = button.dataset.windowChoice || '';
    chosen.querySelectorAll('.seg-item').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  /** @param {string} name */
  const given = (name) => (moment(name).dataset.choice === 'at' ? xiuhua.need(HTMLInputElement, 'input', moment(name)).value || '?' : '');

  function confirm() {
    const input = reasonField();
    const reason = input.value.trim();
    if (!reason) { input.focus(); return; }
    send({ action: 'open', ...place, reason, from: given('from'), until: given('until'), hours: Number(moment('until').dataset.choice) || 0 });
    dialog().close();
  }

  /* The device page: a kind, an area or an asset is chosen first. */
  const form = () => xiuhua.need(HTMLElement, '[data-window-form]');

  /** @param {HTMLElement} button */
  function chooseScope(button) {
    form().dataset.scope = button.dataset.windowScope || '';
    form().querySelectorAll('[data-window-scope]').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  function plan() {
    const { scope } = form().dataset;
    const field = scope === 'asset'
      ? xiuhua.need(HTMLInputElement, '.window-asset input, input.window-asset', form())
      : xiuhua.need(HTMLSelectElement, `[data-window-place=${scope}]`, form());
    const reference = field.value.trim();
    if (!reference) { field.focus(); return; }
    open(scope, reference, field instanceof HTMLSelectElement ? field.selectedOptions[0].text : reference);
  }

  xiuhua.onClick([
    ['[data-maintain]', (b) => open('asset', b.dataset.maintain, b.dataset.subject)],
    ['[data-window-choice]', choose],
    ['[data-window-confirm]', confirm],
    ['[data-window-scope]', chooseScope],
    ['[data-window-plan]', plan],
    ['[data-window-end]', (b) => send({ action: 'end', window: b.dataset.windowEnd })],
  ]);
})(window.xiuhua);
