/* Xiuhua: the device page. The register's filters, order and page; the forms that change alarm rules. */
'use strict';
(function (xiuhua) {
  const START = { kind: '', state: '', area_code: '', text: '', sort: 'asset_id', descending: false, offset: 0, limit: 50 };
  const TYPING_MS = 250;
  let view = { ...START };
  let timer = 0;

  function ask(change) {
    view = { ...view, offset: 0, ...change };
    xiuhua.setProps('sensors-register-view', { data: view });
  }

  function filterKind(kind) {
    const select = document.querySelector('[data-filter=kind]');
    const chosen = view.kind === kind ? '' : kind;
    if (select) select.value = chosen;
    ask({ kind: chosen });
  }

  function sortBy(column) {
    ask({ sort: column, descending: view.sort === column ? !view.descending : false });
  }

  function saveRule(form) {
    const fields = {};
    form.querySelectorAll('input[name]').forEach((input) => { fields[input.name] = input.value; });
    form.querySelectorAll('[data-field]').forEach((select) => { fields[select.dataset.field] = select.value; });
    const { scope, scope_ref: reference, ...rest } = fields;
    send({ action: 'save', rule: form.dataset.rule, kind: form.dataset.kind, scope, scope_ref: reference, fields: rest });
  }

  function send(command) {
    xiuhua.setProps('rule-command', { data: { ...command, at: Date.now() } });
  }

  document.addEventListener('change', (event) => {
    const { filter } = event.target.dataset || {};
    if (filter) ask({ [filter]: event.target.value });
  });

  document.addEventListener('input', (event) => {
    if (!event.target.closest('.filter-text') && !event.target.matches('.filter-text')) return;
    const text = event.target.value;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask({ text }), TYPING_MS);
  });

  document.addEventListener('click', (event) => {
    const find = (selector) => event.target.closest(selector);
    let found = find('[data-filter-kind]');
    if (found) filterKind(found.dataset.filterKind);
    found = find('[data-sort]');
    if (found) sortBy(found.dataset.sort);
    found = find('[data-page]');
    if (found && found.tagName === 'BUTTON') ask({ offset: Number(found.dataset.page) });
    found = find('[data-rule-save]');
    if (found) saveRule(found.closest('[data-rule]'));
    found = find('[data-rule-reset]');
    if (found) send({ action: 'reset', rule: found.dataset.ruleReset, scope: found.dataset.scope, scope_ref: found.dataset.scopeRef });
  });

  /* On narrow screens the chosen tab and kind are scrolled into sight. */
  let chosen = [];
  function reveal() {
    const now = [...document.querySelectorAll('.page-tab.is-on, .seg-scroll .seg-item.is-on')];
    if (now.length === chosen.length && now.every((item, i) => item === chosen[i])) return;
    chosen = now;
    now.forEach((item) => item.scrollIntoView({ block: 'nearest', inline: 'center' }));
  }

  /* A register that was mounted anew begins as its address says. */
  let mounted = null;
  new MutationObserver(() => {
    reveal();
    const register = document.querySelector('[data-register]');
    if (register === mounted) return;
    mounted = register;
    view = { ...START, ...JSON.parse((register && register.dataset.register) || '{}') };
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua = window.xiuhua || {});
