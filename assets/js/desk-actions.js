/* Xiuhua: clicks and keys become selections and commands, which the server answers. */
'use strict';
(function (xiuhua) {
  const isPhone = () => window.matchMedia('(max-width:760px)').matches;

  /** @param {string | null} id */
  function selectAsset(id) {
    xiuhua.setProps('selected-asset', { data: { id, at: Date.now() } });
    if (xiuhua.map) xiuhua.map.select(id, { fly: id !== null });
    if (id === null) mark(null);
  }

  /** @param {string | undefined} key @param {string | undefined} assetId */
  function selectEvent(key, assetId) {
    xiuhua.setProps('selected-event', { data: { key, at: Date.now() } });
    if (assetId && xiuhua.map) xiuhua.map.select(assetId, { fly: true });
  }

  /** @param {string | undefined} action @param {object} about */
  function command(action, about) {
    xiuhua.setProps('alarm-command', { data: { action, at: Date.now(), ...about } });
  }

  /** One alarm, or all of a row or a story. @param {HTMLElement} button */
  function obey(button) {
    const { command: action, alarmKey, alarmKeys } = button.dataset;
    command(action, alarmKeys ? { alarms: alarmKeys.split(' ') } : { alarm: alarmKey });
  }

  /** Highlights the row that is being worked on; it survives the list being drawn again. */
  /** @type {string | null} */
  let current = null;
  /** @param {HTMLElement | null} row */
  function mark(row) {
    current = row && keyOf(row);
    paintCurrent();
  }

  /** @param {HTMLElement} node */
  function rowAt(node) {
    const row = node.closest('.q');
    return row instanceof HTMLElement ? row : null;
  }

  /** A story's head is known by its story. @param {HTMLElement} row */
  function keyOf(row) {
    const story = row.matches('.q-head') ? row.parentElement?.dataset.group : undefined;
    return story ?? (row.dataset.alarm || (row.dataset.case ? 'c' + row.dataset.case : 'e' + row.dataset.selectEvent));
  }

  function paintCurrent() {
    xiuhua.all('.q').forEach((row) => row.classList.toggle('is-current', keyOf(row) === current));
  }

  const rows = () => xiuhua.all('.queue [data-pane]:not([hidden]) .q').filter((row) => row.offsetParent !== null);

  /** @param {number} step */
  function next(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains('is-current'));
    const row = all[(at + step + all.length) % all.length];
    row.scrollIntoView({ block: 'nearest' });
    (xiuhua.find(HTMLElement, '.q-open', row) || row).focus({ preventScroll: true });
    mark(row);
    if (!row.matches('.q-head')) open(row);
  }

  /** What a row stands for, on the map and in the drawer. @param {HTMLElement} row */
  function open(row) {
    if (row.dataset.selectCase) row.click();
    else if (row.dataset.selectEvent) selectEvent(row.dataset.selectEvent, row.dataset.locate);
    else selectAsset(xiuhua.find(HTMLElement, '[data-select-asset]', row)?.dataset.selectAsset || null);
  }

  /* The dialog that shelves. */
  /** @type {string | undefined} */
  let shelving;
  const dialog = () => xiuhua.need(HTMLDialogElement, '[data-shelve-dialog]');
  /** @param {ParentNode} [root] */
  const reasonField = (root = dialog()) => xiuhua.need(HTMLInputElement, 'input', root);

  /** @param {string | undefined} alarm @param {string | undefined} subject */
  function openShelve(alarm, subject) {
    shelving = alarm;
    xiuhua.need(HTMLElement, '[data-shelve-subject]', dialog()).textContent = subject || '';
    reasonField().value = '';
    dialog().showModal();
    reasonField().focus();
  }

  function confirmShelve() {
    const input = reasonField();
    const reason = input.value.trim();
    if (!reason) { input.focus(); input.classList.add('is-wanted'); return; }
    input.classList.remove('is-wanted');
    command('shelve', { alarm: shelving, reason, hours: Number(xiuhua.need(HTMLElement, '[data-hours].is-on', dialog()).dataset.hours) });
    dialog().close();
  }

  /** @param {HTMLElement} button */
  function choose(button) {
    button.parentElement?.querySelectorAll('.seg-item').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  /** @param {HTMLElement} tab */
  function openPane(tab) {
    const queue = tab.closest('.queue');
    if (!(queue instanceof HTMLElement)) return;
    xiuhua.all('[data-open-pane]', queue).forEach((other) => other.setAttribute('aria-selected', String(other === tab)));
    xiuhua.all('[data-pane]', queue).forEach((pane) => { pane.hidden = !['all', pane.dataset.pane].includes(tab.dataset.openPane); });
    queue.dataset.tab = tab.dataset.openPane;
  }

  /**
   * On phones: list or map; Leaflet measures itself anew.
   * @param {string | undefined} view
   */
  function show(view) {
    xiuhua.need(HTMLElement, '.desk').dataset.view = view || '';
    window.dispatchEvent(new Event('resize'));
  }

  /** @param {HTMLElement} button */
  async function share(button) {
    const { share: path = '', shared = '' } = button.dataset;
    const address = new URL(path, window.location.href).href;
    try { await navigator.clipboard.writeText(address); } catch { window.prompt(shared, address); return; }
    const words = button.lastChild;
    if (!(words instanceof Text)) {
      button.classList.add('is-said');
      window.setTimeout(() => button.classList.remove('is-said'), 1600);
      return;
    }
    const label = words.nodeValue;
    words.nodeValue = shared;
    window.setTimeout(() => { words.nodeValue = label; }, 1600);
  }

  xiuhua.onClick([
    ['[data-command]', obey],
    ['[data-unfold]', (b) => { mark(rowAt(b)); unfold(b); }],
    ['[data-shelve]', (b) => openShelve(b.dataset.shelve, b.dataset.subject)],
    ['[data-dialog-cancel]', (b) => b.closest('dialog')?.close()],
    ['[data-dialog-confirm]', confirmShelve],
    ['[data-reason]', (b) => { reasonField(b.closest('dialog') || undefined).value = b.dataset.reason || ''; }],
    ['[data-hours]', choose],
    ['[data-close-drawer]', () => selectAsset(null)],
    ['[data-share]', share],
    ['[data-open-pane]', openPane],
    ['[data-show]', (b) => show(b.dataset.show)],
    ['[data-seen-all]', () => xiuhua.setProps('desk-last-look', { data: Math.round(xiuhua.clock.now()) })],
    ['[data-mine]', (b) => xiuhua.setProps('desk-mine', { data: b.getAttribute('aria-pressed') !== 'true' })],
    ['[data-standing]', (b) => { choose(b); xiuhua.setProps('desk-standing', { data: b.dataset.standing }); }],
    ['[data-history]', (b) => { choose(b); xiuhua.setProps('drawer-history-view', { data: b.dataset.history }); }],
    ['[data-select-person]', (b) => xiuhua.setProps('selected-person', { data: { number: b.dataset.selectPerson, at: Date.now() } })],
    ['[data-report-case]', () => {}],  // the row that it stands in is not meant
    ['[data-select-event]', (b) => { mark(b); selectEvent(b.dataset.selectEvent, b.dataset.locate); }],
    ['[data-select-asset]', (b) => { if (rowAt(b)) mark(rowAt(b)); selectAsset(b.dataset.selectAsset || null); }],
  ]);

  /** @type {Record<string, () => void>} */
  const KEYS = {
    j: () => next(1),
    k: () => next(-1),
    a: () => press('.q.is-current [data-command^=acknowledge], .drawer.is-open [data-command^=acknowledge]'),
    h: () => press('.q.is-current [data-shelve], .drawer.is-open [data-shelve]'),
    m: () => { if (isPhone()) show('map'); },
  };

  /** @param {string} selector */
  function press(selector) {
    xiuhua.find(HTMLElement, selector)?.click();
  }

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') { selectAsset(null); return; }
    if ((event.key === 'Enter' || event.key === ' ') && target.matches('[role=button]')) {
      event.preventDefault();
      target.click();
      return;
    }
    const act = KEYS[event.key.toLowerCase()];
    if (act && document.querySelector('.queue')) { event.preventDefault(); act(); }
  });

  /* Stories that were unfolded stay so when the list is drawn again. */
  /** @type {Set<string>} */
  const unfolded = new Set();
  /** @param {HTMLElement} button */
  function unfold(button) {
    const story = button.closest('[data-group]');
    if (!(story instanceof HTMLElement)) return;
    const key = story.dataset.group || '';
    if (!unfolded.delete(key)) unfolded.add(key);
    paintStory(story);
  }

  /** @param {HTMLElement} story */
  function paintStory(story) {
    const isOpen = unfolded.has(story.dataset.group || '');
    story.toggleAttribute('data-open', isOpen);
    xiuhua.find(HTMLElement, '[data-unfold]', story)?.setAttribute('aria-expanded', String(isOpen));
  }

  /* Lists drawn anew (see desk-markup.js) get their marks and unfolded stories back. */
  /** @param {EventTarget | null} list */
  function restore(list) {
    paintCurrent();
    if (list instanceof HTMLElement) xiuhua.all('[data-group]', list).forEach(paintStory);
  }

  document.addEventListener('xiuhua:drawn', (event) => restore(event.target));

  xiuhua.desk = { selectAsset, selectEvent };
})(window.xiuhua);
