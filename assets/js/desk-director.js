/* Xiuhua: the director. Opens its panel and the pairing dialog, and hands what is asked for to the command store. */
'use strict';
(function (xiuhua) {
  const SURE_MS = 4000;
  const panel = () => xiuhua.need(HTMLDialogElement, '[data-director]');
  const pairing = () => xiuhua.need(HTMLDialogElement, '[data-pairing]');
  /** @param {string} selector */
  const inPanel = (selector) => xiuhua.need(HTMLElement, selector, panel());
  const messageField = () => xiuhua.need(HTMLInputElement, 'input', inPanel('[data-message]'));
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
    xiuhua.all('[data-menu][open]').forEach((menu) => menu.removeAttribute('open'));
  }

  /** @param {string | undefined} action @param {object} [more] */
  function command(action, more) {
    xiuhua.setProps('director-command', { data: { action, target: target.key, name: target.name, at: Date.now(), ...more } });
  }

  /** @param {HTMLElement} card */
  function aim(card) {
    const name = card.querySelector('.screen-name b');
    target = { key: Number(card.dataset.target), name: name?.textContent || '' };
    panel().querySelectorAll('[data-target]').forEach((other) => other.classList.toggle('is-on', other === card));
    xiuhua.setProps('director-target', { data: target.key });
    if (window.matchMedia('(max-width:980px)').matches) inPanel('.director-controls').scrollIntoView({ block: 'start' });
  }

  /** What a form says: its text and which of the choices are on. */
  function written() {
    return {
      text: messageField().value,
      lasts: inPanel('[data-message] [data-lasts].is-on').dataset.lasts,
      level: inPanel('[data-message] [data-level].is-on').dataset.level,
    };
  }

  /** @param {HTMLElement} button */
  function direct(button) {
    const { direct: action, ...more } = button.dataset;
    command(action, action === 'say' ? written() : more);
  }

  /** @param {HTMLElement} button */
  function choose(button) {
    [...(button.parentElement?.children || [])].forEach((item) => {
      item.classList.toggle('is-on', item === button);
      item.setAttribute('aria-pressed', String(item === button));
    });
  }

  /**
   * Removing a screen asks once more on the button itself.
   * @param {HTMLElement} button
   */
  function revoke(button) {
    if (button.classList.contains('is-sure')) { command('revoke'); return; }
    const label = button.textContent;
    button.classList.add('is-sure');
    button.textContent = button.dataset.sure || '';
    window.setTimeout(() => { button.classList.remove('is-sure'); button.textContent = label; }, SURE_MS);
  }

  function openPairing() {
    ['pairing-code', 'pairing-name', 'pairing-place'].forEach((id) => xiuhua.setProps(id, { value: '' }));
    xiuhua.setProps('pairing-said', { children: [] });
    pairing().showModal();
    xiuhua.need(HTMLInputElement, 'input', pairing()).focus();
  }

  function pair() {
    const [code, name, place] = [...pairing().querySelectorAll('input')].map((input) => input.value);
    command('pair', { code, name, place });
  }

  /** After the server agreed: the pairing dialog closes, what was written is gone. */
  function settle() {
    const done = xiuhua.find(HTMLElement, '#director-said [data-done]', panel());
    if (!done) return;
    if (done.dataset.done === 'pair') pairing().close();
    if (done.dataset.done === 'say') clear();
    if (done.dataset.done === 'revoke') { target = { key: 0, name: '' }; xiuhua.setProps('director-target', { data: 0 }); }
  }

  function clear() {
    xiuhua.setProps('director-message', { value: '' });
    choose(inPanel('[data-level].seg-item'));
  }

  function watch() {
    const node = panel();
    if (node.dataset.watched !== undefined) return;
    node.dataset.watched = '';
    node.addEventListener('close', closed);
    new MutationObserver(age).observe(inPanel('#director-screens'), { childList: true, subtree: true });
    new MutationObserver(settle).observe(inPanel('#director-said'), { childList: true });
    new MutationObserver(count).observe(inPanel('[data-message]'), { subtree: true, attributes: true, attributeFilter: ['value'] });
  }

  /** Cards that were drawn anew say how old they are at once: whoever writes ages listens for a touched moment. */
  function age() {
    const first = panel().querySelector('[data-since]:empty');
    if (first) first.setAttribute('data-since', first.getAttribute('data-since') || '');
  }

  function count() {
    const counter = inPanel('[data-message] [data-message-count]');
    const { value, maxLength } = messageField();
    xiuhua.setText(counter, `${value.length}/${maxLength}`);
  }

  /* A click outside the open menu closes it. */
  xiuhua.onClick([['[data-menu]', () => {}], [':root', closeMenu]]);

  xiuhua.onClick([
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
  ]);

  document.addEventListener('input', (event) => { if (xiuhua.within(event, '[data-message]')) count(); });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeMenu();
    if (event.key !== 'Enter') return;
    if (xiuhua.within(event, '[data-pairing] input')) pair();
    if (xiuhua.within(event, '[data-message] input')) command('say', written());
  });
})(window.xiuhua);
