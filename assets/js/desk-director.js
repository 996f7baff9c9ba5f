/* Xiuhua: the director. Opens its panel and the pairing dialog, and hands what is asked for to the command store. */
'use strict';
(function (xiuhua) {
  const SURE_MS = 4000;
  const panel = () => document.querySelector('[data-director]');
  const pairing = () => document.querySelector('[data-pairing]');
  let target = { key: 0, name: '' };

  function open() {
    closeMenu();
    panel().showModal();
    watch();
    xiuhua.setProps('director-opened', { data: Date.now() });
    xiuhua.setProps('director-clock', { disabled: false });
  }

  function closed() {
    xiuhua.setProps('director-opened', { data: null });
    xiuhua.setProps('director-clock', { disabled: true });
  }

  function closeMenu() {
    document.querySelectorAll('[data-menu][open]').forEach((menu) => { menu.open = false; });
  }

  function command(action, more) {
    xiuhua.setProps('director-command', { data: { action, target: target.key, name: target.name, at: Date.now(), ...more } });
  }

  function aim(card) {
    const name = card.querySelector('.screen-name b');
    target = { key: Number(card.dataset.target), name: name ? name.textContent : '' };
    panel().querySelectorAll('[data-target]').forEach((other) => other.classList.toggle('is-on', other === card));
    xiuhua.setProps('director-target', { data: target.key });
    if (window.matchMedia('(max-width:980px)').matches) panel().querySelector('.director-controls').scrollIntoView({ block: 'start' });
  }

  /** What a form says: its text and which of the choices are on. */
  function written() {
    const form = panel().querySelector('[data-message]');
    return {
      text: form.querySelector('input').value,
      lasts: form.querySelector('[data-lasts].is-on').dataset.lasts,
      level: form.querySelector('[data-level].is-on').dataset.level,
    };
  }

  function direct(button) {
    const { direct: action, ...more } = button.dataset;
    command(action, action === 'say' ? written() : more);
  }

  function choose(button) {
    [...button.parentElement.children].forEach((item) => {
      item.classList.toggle('is-on', item === button);
      item.setAttribute('aria-pressed', String(item === button));
    });
  }

  /** Removing a screen asks once more on the button itself. */
  function revoke(button) {
    if (button.classList.contains('is-sure')) { command('revoke'); return; }
    const label = button.textContent;
    button.classList.add('is-sure');
    button.textContent = button.dataset.sure;
    window.setTimeout(() => { button.classList.remove('is-sure'); button.textContent = label; }, SURE_MS);
  }

  function openPairing() {
    ['pairing-code', 'pairing-name', 'pairing-place'].forEach((id) => xiuhua.setProps(id, { value: '' }));
    xiuhua.setProps('pairing-said', { children: [] });
    pairing().showModal();
    pairing().querySelector('input').focus();
  }

  function pair() {
    const [code, name, place] = [...pairing().querySelectorAll('input')].map((input) => input.value);
    command('pair', { code, name, place });
  }

  /** After the server agreed: the pairing dialog closes, what was written is gone. */
  function settle() {
    const done = panel().querySelector('#director-said [data-done]');
    if (!done) return;
    if (done.dataset.done === 'pair') pairing().close();
    if (done.dataset.done === 'say') clear();
    if (done.dataset.done === 'revoke') { target = { key: 0, name: '' }; xiuhua.setProps('director-target', { data: 0 }); }
  }

  function clear() {
    xiuhua.setProps('director-message', { value: '' });
    choose(panel().querySelector('[data-level].seg-item'));
  }

  function watch() {
    const node = panel();
    if (node.dataset.watched !== undefined) return;
    node.dataset.watched = '';
    node.addEventListener('close', closed);
    new MutationObserver(age).observe(node.querySelector('#director-screens'), { childList: true, subtree: true });
    new MutationObserver(settle).observe(node.querySelector('#director-said'), { childList: true });
    new MutationObserver(count).observe(node.querySelector('[data-message]'), { subtree: true, attributes: true, attributeFilter: ['value'] });
  }

  /** Cards that were drawn anew say how old they are at once: whoever writes ages listens for a touched moment. */
  function age() {
    const first = panel().querySelector('[data-since]:empty');
    if (first) first.setAttribute('data-since', first.dataset.since);
  }

  function count() {
    const form = panel().querySelector('[data-message]');
    const counter = form.querySelector('[data-message-count]');
    const { value, maxLength } = form.querySelector('input');
    const text = `${value.length}/${maxLength}`;
    if (counter.textContent !== text) counter.textContent = text;
  }

  const ON_CLICK = [
    ['[data-open-director]', open],
    ['[data-close-director]', () => panel().close()],
    ['[data-open-pairing]', openPairing],
    ['[data-close-pairing]', () => pairing().close()],
    ['[data-pair]', pair],
    ['[data-director] [data-target]', aim],
    ['[data-director] [data-direct]', direct],
    ['[data-director] [data-lasts], [data-director] [data-level].seg-item', choose],
    ['[data-director] [data-revoke]', revoke],
    ['.menu-list a', closeMenu],
  ];

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-menu]')) closeMenu();
    for (const [selector, act] of ON_CLICK) {
      const found = event.target.closest(selector);
      if (found) { act(found); return; }
    }
  });
  document.addEventListener('input', (event) => { if (event.target.closest('[data-message]')) count(); });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeMenu();
    if (event.key !== 'Enter') return;
    if (event.target.matches('[data-pairing] input')) pair();
    if (event.target.matches('[data-message] input')) command('say', written());
  });
})(window.xiuhua = window.xiuhua || {});
