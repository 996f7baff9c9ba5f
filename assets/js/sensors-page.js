/* Xiuhua: the device page. The register's filters, order and page; the forms that change alarm rules. */
'use strict';
(function (xiuhua) {
  const START = { kind: '', state: '', area_code: '', text: '', sort: 'asset_id', descending: false, offset: 0, limit: 50 };
  const TYPING_MS = 250;
  let view = { ...START };
  let timer = 0;

  /** @param {object} change */
  function ask(change) {
    view = { ...view, offset: 0, ...change };
    xiuhua.setProps('sensors-register-view', { data: view });
  }

  /** @param {string | undefined} kind */
  function filterKind(kind) {
    const select = xiuhua.find(HTMLSelectElement, '[data-filter=kind]');
    const chosen = view.kind === kind ? '' : kind || '';
    if (select) select.value = chosen;
    ask({ kind: chosen });
  }

  /** @param {string | undefined} column */
  function sortBy(column) {
    ask({ sort: column, descending: view.sort === column ? !view.descending : false });
  }

  /** @param {HTMLElement | null} form */
  function saveRule(form) {
    if (!form) return;
    /** @type {Record<string, string>} */
    const fields = {};
    form.querySelectorAll('input[name]').forEach((input) => {
      if (input instanceof HTMLInputElement) fields[input.name] = input.value;
    });
    form.querySelectorAll('[data-field]').forEach((select) => {
      if (select instanceof HTMLSelectElement) fields[select.dataset.field || ''] = select.value;
    });
    const { scope, scope_ref: reference, ...rest } = fields;
    send({ action: 'save', rule: form.dataset.rule, kind: form.dataset.kind, scope, scope_ref: reference, fields: rest });
  }

  /** @param {object} command */
  function send(command) {
    xiuhua.setProps('rule-command', { data: { ...command, at: Date.now() } });
  }

  document.addEventListener('change', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement) || !target.dataset.filter) return;
    ask({ [target.dataset.filter]: target.value });
  });

  document.addEventListener('input', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || !target.closest('.filter-text')) return;
    const text = target.value;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask({ text }), TYPING_MS);
  });

  xiuhua.onClick([
    ['[data-filter-kind]', (b) => filterKind(b.dataset.filterKind)],
    ['[data-sort]', (b) => sortBy(b.dataset.sort)],
    ['button[data-page]', (b) => ask({ offset: Number(b.dataset.page) })],
    ['[data-rule-save]', (b) => saveRule(b.closest('[data-rule]'))],
    ['[data-rule-reset]', (b) => send({ action: 'reset', rule: b.dataset.ruleReset, scope: b.dataset.scope, scope_ref: b.dataset.scopeRef })],
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

  /* A register that was mounted anew begins as its address says. */
  /** @type {HTMLElement | null} */
  let mounted = null;
  new MutationObserver(() => {
    reveal();
    const register = xiuhua.find(HTMLElement, '[data-register]');
    if (register === mounted) return;
    mounted = register;
    view = { ...START, ...JSON.parse((register && register.dataset.register) || '{}') };
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua);
