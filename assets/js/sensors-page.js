/* Xiuhua: the device page. The register's filters, order and page; the forms that change alarm rules. */
'use strict';
(function (xiuhua) {
  const START = { kind: '', state: '', area_code: '', text: '', sort: 'asset_id', descending: false, offset: 0, limit: 50 };
  const TYPING_MS = 250;
  const TRYING_MS = 700;
  let view = { ...START };
  /** @type {HTMLElement | null} */
  let mounted = null;
  let timer = 0;
  let isTyping = false;

  /** @param {Partial<typeof START>} change */
  function ask(change) {
    const goesOnTyping = isTyping && 'text' in change;
    isTyping = 'text' in change;
    view = { ...view, offset: 0, ...change };
    show();
    if (goesOnTyping) window.history.replaceState({}, '', address());
    else window.history.pushState({}, '', address());
  }

  function show() { xiuhua.setProps('sensors-register-view', { data: view }); }

  /** The address of this view; what is as at the start goes unsaid. */
  function address() {
    const query = new URLSearchParams(window.location.search);
    Object.entries(view).forEach(([name, value]) => {
      if (value === START[/** @type {keyof START} */ (name)]) query.delete(name);
      else query.set(name, String(value));
    });
    return window.location.pathname + '?' + query;
  }

  /** The view of the address that one has gone to. */
  function viewOfAddress() {
    const query = new URLSearchParams(window.location.search);
    /** @param {string} name */
    const said = (name) => query.get(name) || '';
    return {
      ...START, kind: said('kind'), state: said('state'), area_code: said('area_code'), text: said('text'),
      sort: said('sort') || START.sort, descending: said('descending') === 'true', offset: Number(said('offset')) || 0,
    };
  }

  /**
   * Back, forward and links between views of the register: Dash mounts the page anew only when it knows of another
   * address, and it is not told of each filter, so that what is being typed stays.
   */
  function follow() {
    const tab = new URLSearchParams(window.location.search).get('tab') || 'register';
    if (!mounted || tab !== 'register') return;
    isTyping = false;
    view = viewOfAddress();
    xiuhua.all('[data-filter]').forEach((select) => {
      if (select instanceof HTMLSelectElement) select.value = String(view[/** @type {keyof START} */ (select.dataset.filter)]);
    });
    xiuhua.setProps('sensors-register-text', { value: view.text });
    show();
  }

  /** @param {string | undefined} kind */
  function filterKind(kind) {
    const select = xiuhua.find(HTMLSelectElement, '[data-filter=kind]');
    const chosen = view.kind === kind ? '' : kind || '';
    if (select) select.value = chosen;
    ask({ kind: chosen });
  }

  /** @param {string | undefined} column */
  function sortBy(column = START.sort) {
    ask({ sort: column, descending: view.sort === column ? !view.descending : false });
  }

  /** What a form says, as the command that saves it. @param {HTMLElement} form */
  function written(form) {
    /** @type {Record<string, string>} */
    const fields = {};
    form.querySelectorAll('input[name]').forEach((input) => {
      if (input instanceof HTMLInputElement) fields[input.name] = input.value;
    });
    form.querySelectorAll('[data-field]').forEach((select) => {
      if (select instanceof HTMLSelectElement) fields[select.dataset.field || ''] = select.value;
    });
    const { scope, scope_ref: reference, ...rest } = fields;
    const { rule, kind } = form.dataset;
    return { action: 'save', rule, kind, scope, scope_ref: reference, fields: rest };
  }

  /** @param {HTMLElement | null} form */
  function saveRule(form) {
    if (!form) return;
    window.clearTimeout(timer);
    previewOf(form)?.replaceChildren();
    send(written(form));
  }

  /** Asks what a command would do, to be told in `place`. @param {HTMLElement | null} place @param {object} command */
  function tryOut(place, command) {
    if (!place) return;
    const at = Date.now();
    place.dataset.asked = String(at);
    place.textContent = xiuhua.say('rule.trying');
    xiuhua.setProps('sensors-rule-tried', { data: { ...command, at } });
  }

  /** @param {HTMLElement | null} form */
  function tryRule(form) {
    if (form) tryOut(previewOf(form), written(form));
  }

  /** @param {ParentNode} form */
  function previewOf(form) {
    return xiuhua.find(HTMLElement, '.rule-preview', form);
  }

  /** The answer goes where it was asked for, unless something else was asked there since. @param {Element} answers */
  function answer(answers) {
    const told = xiuhua.find(HTMLElement, '[data-answers]', answers);
    if (!told) return;
    const place = xiuhua.all('.rule-preview').find((each) => each.dataset.asked === told.dataset.answers);
    if (place) place.replaceChildren(told.cloneNode(true));
  }

  /** The command that takes a change back. @param {HTMLElement} button */
  function resetOf(button) {
    const { ruleReset: rule, scope, scopeRef } = button.dataset;
    return { action: 'reset', rule, scope, scope_ref: scopeRef };
  }

  /** Taking a change back is tried before it can be done. @param {HTMLElement} asks */
  function askReset(asks) {
    const change = asks.closest('.rule-change');
    const reset = change && xiuhua.find(HTMLElement, '[data-rule-reset]', change);
    if (!change || !reset) return;
    openReset(change, true);
    tryOut(previewOf(change), resetOf(reset));
    xiuhua.find(HTMLElement, '[data-rule-keep]', change)?.focus();
  }

  /** @param {Element | null} change @param {boolean} isOpen */
  function openReset(change, isOpen) {
    if (!change) return;
    const [asks, sure] = ['[data-rule-reset-ask]', '.rule-reset'].map((part) => xiuhua.find(HTMLElement, part, change));
    if (asks) asks.hidden = isOpen;
    if (sure) sure.hidden = !isOpen;
  }

  /** @param {HTMLElement} keep */
  function keepChange(keep) {
    const change = keep.closest('.rule-change');
    openReset(change, false);
    if (change) xiuhua.find(HTMLElement, '[data-rule-reset-ask]', change)?.focus();
  }

  /** What is drawn anew after it must not find a question open that was asked of another change. @param {object} command */
  function send(command) {
    xiuhua.all('.rule-change').forEach((change) => openReset(change, false));
    xiuhua.setProps('rule-command', { data: { ...command, at: Date.now() } });
  }

  /** Once nothing was typed for so long. @param {() => void} act @param {number} after_ms */
  function soon(act, after_ms) {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, after_ms);
  }

  document.addEventListener('change', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement) || !target.dataset.filter) return;
    ask({ [target.dataset.filter]: target.value });
  });

  document.addEventListener('input', (event) => {
    const { target } = event;
    const form = xiuhua.within(event, '[data-rule]');
    if (form) soon(() => tryRule(form), TRYING_MS);
    if (!(target instanceof HTMLInputElement) || !target.closest('.filter-text')) return;
    const text = target.value;
    soon(() => ask({ text }), TYPING_MS);
  });

  document.addEventListener('xiuhua:drawn', (event) => {
    if (event.target instanceof Element && event.target.id === 'sensors-rule-preview') answer(event.target);
  });

  xiuhua.onClick([
    ['[data-filter-kind]', (b) => filterKind(b.dataset.filterKind)],
    ['[data-sort]', (b) => sortBy(b.dataset.sort)],
    ['button[data-page]', (b) => ask({ offset: Number(b.dataset.page) })],
    ['[data-rule-save]', (b) => saveRule(b.closest('[data-rule]'))],
    ['[data-rule-try]', (b) => tryRule(b.closest('[data-rule]'))],
    ['[data-rule-reset-ask]', askReset],
    ['[data-rule-keep]', keepChange],
    ['[data-rule-reset]', (b) => send(resetOf(b))],
  ]);

  /* On narrow screens the chosen tab and kind are scrolled into sight. */
  /** @type {HTMLElement[]} */
  let chosen = [];
  function reveal() {
    const now = xiuhua.all('.page-tab.is-on, .seg-scroll .seg-item.is-on');
    if (now.length === chosen.length && now.every((item, i) => item === chosen[i])) return;
    chosen = now;
    now.forEach((item) => item.scrollIntoView({ block: 'nearest', inline: 'center' }));
  }

  window.addEventListener('popstate', follow);
  window.addEventListener('_dashprivate_pushstate', follow);

  /* A register that was mounted anew begins as its address says. */
  new MutationObserver(() => {
    reveal();
    const register = xiuhua.find(HTMLElement, '[data-register]');
    if (register === mounted) return;
    mounted = register;
    view = { ...START, ...JSON.parse((register && register.dataset.register) || '{}') };
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua);
