/* Xiuhua: the page of a squad: requests are decided in place, a case is sent by a form that is filled in, the map on phones. */
'use strict';
(function (xiuhua) {
  const TRIES = 300;
  const TRY_MS = 100;
  /** The mark by which the same decision comes once, by what it says. @type {Map<string, string>} */
  const once = new Map();

  const mark = () => [...window.crypto.getRandomValues(new Uint32Array(3))].map((each) => each.toString(36)).join('');

  /** @param {HTMLElement} button */
  function decide(button) {
    const told = JSON.parse(button.dataset.decide || '{}');
    const typed = button.closest('.ask-deed')?.querySelector('textarea')?.value.trim() ?? '';
    const data = { reason: typed, ...told };
    const said = JSON.stringify(data);
    const key = once.get(said) ?? mark();
    once.set(said, key);
    button.closest('.ask')?.classList.add('is-sent');
    xiuhua.setProps('squad-decision', { data: { ...data, once: key, at: Date.now() } });
  }

  /** What became of it: a row that was decided waits, marked, until the list is let go. @param {Event} event */
  function hear(event) {
    const said = event.target instanceof HTMLElement ? event.target.querySelector('[data-decided]') : null;
    if (!(said instanceof HTMLElement)) return;
    xiuhua.all('.squad-approvals .ask').filter((row) => row.dataset.case === said.dataset.decided).forEach((row) => {
      row.classList.remove('is-sent');
      row.classList.toggle('is-done', said.dataset.done === 'yes');
      row.querySelectorAll('details').forEach((each) => each.removeAttribute('open'));
    });
  }

  /** Runs as soon as something is there. @param {() => boolean | undefined} fn @param {number} tries */
  function soon(fn, tries = TRIES) {
    if (!fn() && tries) window.setTimeout(() => soon(fn, tries - 1), TRY_MS);
  }

  /** Opens the form of an action with its fields filled in; sending it is for people. @param {HTMLElement} button */
  function fill(button) {
    const { key, action, fields } = JSON.parse(button.dataset.fill || '{}');
    const isThere = () => document.querySelector(`.drawer [data-case-spot="${key}"]`) !== null;
    if (!isThere()) xiuhua.openCase(key, null); // drawn again, the drawer would lose the form
    soon(() => {
      if (!isThere()) return false;
      xiuhua.setProps('case-action', { data: { action, at: Date.now() } });
      soon(() => document.getElementById('case-form-send') !== null
        && Object.entries(fields).every(([name, value]) => xiuhua.setProps(`case-form-${name}`, { value })));
      return true;
    });
  }

  /** @param {HTMLElement} button */
  function toggleMap(button) {
    const isMap = button.closest('.squad-page')?.classList.toggle('is-map');
    button.setAttribute('aria-pressed', String(isMap === true));
    window.dispatchEvent(new Event('resize'));
  }

  xiuhua.onClick([
    ['[data-decide]', decide],
    ['[data-fill]', fill],
    ['[data-squad-map]', toggleMap],
  ]);
  document.addEventListener('xiuhua:drawn', hear);
})(window.xiuhua);
