/* Xiuhua: the list of cases: its view in the address, sorts, filters, columns, and the keys of its rows. */
'use strict';
(function (xiuhua) {
  const TYPING_MS = 300;
  const SHORTEST = 2;
  const PARTS = ['state', 'lamp', 'squad', 'grid', 'category', 'source', 'mine', 'sort', 'desc', 'columns'];
  const NUMBERED = /\d[\d -]{5,}\d/;
  const START = { state: 'open', lamp: '', squad: '', grid: '', category: '', source: '', mine: '', q: '', sort: 'step_left', desc: '', columns: '' };
  const PAGE = { limit: 50, after: '' };
  /** @type {Record<string, string | number>} */
  let view = { ...START, ...PAGE };
  let timer = 0;
  /** @type {HTMLElement | null} */
  let mounted = null;

  function viewOfAddress() {
    const query = new URLSearchParams(window.location.search);
    const words = new URLSearchParams(window.location.hash.slice(1)).get('q') || query.get('q') || '';
    return { ...START, ...PAGE, q: words, ...Object.fromEntries(PARTS.filter((name) => query.has(name)).map((name) => [name, query.get(name) || ''])) };
  }

  /** Words may be somebody's name: they stand behind the #, which no request carries; a phone or number of a document stands nowhere. */
  function tellWords() {
    const words = String(view.q);
    return words && !NUMBERED.test(words) ? '#' + new URLSearchParams({ q: words }) : '';
  }

  function tellAddress() {
    const query = new URLSearchParams(window.location.search);
    PARTS.forEach((name) => {
      if (view[name] === START[/** @type {keyof START} */ (name)]) query.delete(name); else query.set(name, String(view[name]));
    });
    query.delete('q');
    const said = query.toString(), words = tellWords();
    window.history.replaceState(window.history.state, '', window.location.pathname + (said ? '?' + said : '') + words);
    xiuhua.all('[data-case-whole]').forEach((link) => {
      const own = new URLSearchParams([...query].filter(([name]) => PARTS.includes(name))).toString();
      link.setAttribute('href', (link.closest('.is-page') ? '/' : '/cases') + (own ? '?' + own : '') + words);
    });
  }

  /** @param {Record<string, string | number>} change */
  function ask(change) {
    view = { ...view, ...PAGE, ...change };
    tellAddress();
    xiuhua.setProps('cases-view', { data: view });
    const rows = xiuhua.find(HTMLElement, '#cases-rows');
    if (rows && !('limit' in change)) rows.scrollTop = 0;
  }

  /** @param {string} column */
  function sortBy(column) {
    ask({ sort: column, desc: view.sort === column && !view.desc ? '1' : '' });
  }

  /** @param {HTMLElement} box */
  function chooseColumn(box) {
    box.setAttribute('aria-checked', String(box.getAttribute('aria-checked') !== 'true'));
    const shown = xiuhua.all('[data-case-column]').filter((each) => each.getAttribute('aria-checked') === 'true');
    ask({ columns: shown.map((each) => each.dataset.caseColumn || '').join('.') });
  }

  /** A view that was saved, or one of the usual. @param {string | undefined} told */
  function show(told) {
    ask({ ...START, columns: view.columns, ...JSON.parse(told || '{}') });
  }

  /** The field for words is made here: what the server draws anew would take away what is being typed. @param {HTMLElement} place */
  function makeField(place) {
    const own = xiuhua.find(HTMLInputElement, 'input', place);
    if (own) { if (own !== document.activeElement) own.value = place.dataset.caseText || ''; return; }
    const field = document.createElement('input');
    const label = place.dataset.placeholder || '';
    Object.assign(field, { type: 'search', className: 'field', value: place.dataset.caseText || '', placeholder: label, maxLength: 60 });
    field.setAttribute('aria-label', label);
    place.append(field);
  }

  /** @param {Event} event */
  function write(event) {
    const place = xiuhua.within(event, '[data-case-text]');
    if (!place || !(event.target instanceof HTMLInputElement) || (event instanceof InputEvent && event.isComposing)) return;
    const text = event.target.value.trim();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask({ q: text.length >= SHORTEST ? text : '' }), TYPING_MS);
  }

  /** @param {HTMLElement} button */
  function unfold(button) {
    const isOpen = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(isOpen));
    button.closest('.cases')?.classList.toggle('is-unfolded', isOpen);
  }

  /** The table of a search: words may be somebody's name, so they go in a header and in no address. @param {HTMLElement} button */
  async function takeOut({ dataset }) {
    const told = { 'X-Xiuhua-Search': encodeURIComponent(dataset.caseWords || '') };
    const answer = await fetch(dataset.caseExport || '', { headers: told }).catch(() => null);
    const refused = answer && !answer.ok ? await answer.json() : null;
    xiuhua.setProps('notice', { children: refused ? xiuhua.problem(refused) : answer ? '' : xiuhua.say('cases.no_table') });
    if (answer && !refused) xiuhua.download(await answer.blob(), 'cases.csv');
  }

  /** @param {KeyboardEvent} event */
  function walk(event) {
    const row = xiuhua.within(event, '.case-table [data-case]');
    if (!row || !['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
    const rows = xiuhua.all('.case-table [data-case]');
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const to = event.key === 'Home' ? rows[0] : event.key === 'End' ? rows[rows.length - 1] : rows[rows.indexOf(row) + step];
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest' });
  }

  function begin() {
    const list = xiuhua.find(HTMLElement, '[data-cases]');
    if (list === mounted) return;
    mounted = list;
    if (!list) return;
    view = viewOfAddress();
    tellAddress();
    if (window.location.hash && view.q) xiuhua.setProps('cases-view', { data: view }); // the server never saw the words
  }

  xiuhua.onClick([
    ['[data-case-lamp]', (b) => ask({ lamp: view.lamp === b.dataset.caseLamp ? '' : b.dataset.caseLamp || '' })],
    ['[data-case-sort]', (b) => sortBy(b.dataset.caseSort || '')],
    ['[data-case-more]', (b) => ask({ limit: Number(b.dataset.caseMore), after: view.after })],
    ['[data-case-after]', (b) => ask({ after: b.dataset.caseAfter || '' })],
    ['[data-case-forget]', (b) => xiuhua.setProps('cases-view-forget', { data: { name: b.dataset.caseForget, at: Date.now() } })],
    ['[data-case-view]', (b) => show(b.dataset.caseView)],
    ['[data-case-column]', chooseColumn],
    ['[data-case-clear]', () => {
      xiuhua.all('[data-case-text] input').forEach((field) => { if (field instanceof HTMLInputElement) field.value = ''; });
      ask({ ...START, columns: view.columns, sort: view.sort, desc: view.desc });
    }],
    ['[data-case-unfold]', unfold],
    ['[data-case-export]', takeOut],
  ]);
  document.addEventListener('change', (event) => {
    const { target } = event;
    if (target instanceof HTMLSelectElement && target.dataset.caseFilter) ask({ [target.dataset.caseFilter]: target.value });
  });
  document.addEventListener('input', write);
  document.addEventListener('compositionend', write);
  document.addEventListener('keydown', walk);
  document.addEventListener('xiuhua:drawn', (event) => {
    begin();
    if (event.target instanceof HTMLElement) xiuhua.all('[data-case-text]', event.target).forEach(makeField);
  });
  window.addEventListener('popstate', () => { if (mounted?.isConnected) { view = viewOfAddress(); xiuhua.setProps('cases-view', { data: view }); } });
})(window.xiuhua);
