/* Xiuhua: maintenance windows. The dialog that plans one, for an asset, an area or a kind, and the buttons that end one. */
'use strict';
(function (xiuhua) {
  const HOUR_MS = 3600000;
  let place = null;
  const dialog = () => document.querySelector('[data-window-dialog]');
  const moment = (name) => dialog().querySelector(`[data-window-moment=${name}]`);

  function send(command) {
    xiuhua.setProps('window-command', { data: { ...command, at: Date.now() } });
  }

  /** A time as a field for date and time holds it, in the city's time zone: 2026-11-21T22:00. */
  function inCity(at_ms) {
    const time = new Date(at_ms).toLocaleString('sv-SE', { timeZone: dialog().dataset.zone });
    return time.slice(0, 16).replace(' ', 'T');
  }

  function fill(name, at_ms) {
    const input = document.createElement('input');
    input.type = 'datetime-local';
    input.className = 'field';
    input.value = inCity(at_ms);
    moment(name).querySelector('[data-moment]').replaceChildren(input);
  }

  function open(scope, reference, subject) {
    place = { scope, scope_ref: reference };
    dialog().querySelector('[data-window-subject]').textContent = subject;
    dialog().querySelector('input').value = '';
    fill('from', Date.now() + HOUR_MS);
    fill('until', Date.now() + 5 * HOUR_MS);
    dialog().showModal();
    dialog().querySelector('input').focus();
  }

  function choose(button) {
    const chosen = button.closest('[data-window-moment]');
    chosen.dataset.choice = button.dataset.windowChoice;
    chosen.querySelectorAll('.seg-item').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  const given = (name) => (moment(name).dataset.choice === 'at' ? moment(name).querySelector('input').value || '?' : '');

  function confirm() {
    const input = dialog().querySelector('input');
    const reason = input.value.trim();
    if (!reason) { input.focus(); return; }
    send({ action: 'open', ...place, reason, from: given('from'), until: given('until'), hours: Number(moment('until').dataset.choice) || 0 });
    dialog().close();
  }

  /* The device page: a kind, an area or an asset is chosen first. */
  const form = () => document.querySelector('[data-window-form]');

  function chooseScope(button) {
    form().dataset.scope = button.dataset.windowScope;
    form().querySelectorAll('[data-window-scope]').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  function plan() {
    const { scope } = form().dataset;
    const field = scope === 'asset' ? form().querySelector('.window-asset input, input.window-asset') : form().querySelector(`[data-window-place=${scope}]`);
    const reference = field.value.trim();
    if (!reference) { field.focus(); return; }
    open(scope, reference, field.selectedOptions ? field.selectedOptions[0].textContent : reference);
  }

  const ON_CLICK = [
    ['[data-maintain]', (b) => open('asset', b.dataset.maintain, b.dataset.subject)],
    ['[data-window-choice]', choose],
    ['[data-window-confirm]', confirm],
    ['[data-window-scope]', chooseScope],
    ['[data-window-plan]', plan],
    ['[data-window-end]', (b) => send({ action: 'end', window: b.dataset.windowEnd })],
  ];

  document.addEventListener('click', (event) => {
    for (const [selector, act] of ON_CLICK) {
      const found = event.target.closest(selector);
      if (found) { act(found); return; }
    }
  });
})(window.xiuhua = window.xiuhua || {});
