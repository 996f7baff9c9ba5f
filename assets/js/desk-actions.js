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

  /** @param {string | undefined} action @param {string | undefined} alarm @param {object} [more] */
  function command(action, alarm, more) {
    xiuhua.setProps('alarm-command', { data: { action, alarm, at: Date.now(), ...more } });
  }

  /** Highlights the row that is being worked on; it survives the list being drawn again. */
  /** @type {string | null} */
  let current = null;
  /** @param {HTMLElement | null} row */
  function mark(row) {
    current = row ? row.dataset.alarm || 'e' + row.dataset.selectEvent : null;
    paintCurrent();
  }

  function paintCurrent() {
    xiuhua.all('.q[role=button]').forEach((row) => {
      const key = row.dataset.alarm || 'e' + row.dataset.selectEvent;
      row.classList.toggle('is-current', key === current);
    });
  }

  const rows = () => xiuhua.all('.queue [data-pane]:not([hidden]) .q[role=button]')
    .filter((row) => row.offsetParent !== null);

  /** @param {number} step */
  function next(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains('is-current'));
    const row = all[(at + step + all.length) % all.length];
    row.scrollIntoView({ block: 'nearest' });
    row.click();
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
    command('shelve', shelving, { reason, hours: Number(xiuhua.need(HTMLElement, '[data-hours].is-on', dialog()).dataset.hours) });
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
    xiuhua.all('[data-pane]', queue).forEach((pane) => { pane.hidden = pane.dataset.pane !== tab.dataset.openPane; });
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
    if (!words) return;
    const label = words.nodeValue;
    words.nodeValue = shared;
    window.setTimeout(() => { words.nodeValue = label; }, 1600);
  }

  xiuhua.onClick([
    ['[data-command]', (b) => command(b.dataset.command, b.dataset.alarmKey)],
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
    ['[data-standing]', (b) => { choose(b); xiuhua.setProps('desk-standing', { data: b.dataset.standing }); }],
    ['[data-history]', (b) => { choose(b); xiuhua.setProps('drawer-history-view', { data: b.dataset.history }); }],
    ['[data-select-event]', (b) => { mark(b); selectEvent(b.dataset.selectEvent, b.dataset.locate); }],
    ['[data-select-asset]', (b) => { if (b.matches('.q')) mark(b); selectAsset(b.dataset.selectAsset || null); }],
  ]);

  /** @type {Record<string, () => void>} */
  const KEYS = {
    j: () => next(1),
    k: () => next(-1),
    a: () => press('.q.is-current [data-command=acknowledge], .drawer.is-open [data-command=acknowledge]'),
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

  /* Groups that were unfolded stay so when the list is drawn again. */
  const unfolded = new Set();
  document.addEventListener('toggle', (event) => {
    const { target } = event;
    const group = target instanceof HTMLDetailsElement ? target.dataset.group : undefined;
    if (group === undefined) return;
    if (/** @type {HTMLDetailsElement} */ (target).open) unfolded.add(group); else unfolded.delete(group);
  }, true);

  /* Lists drawn anew (see desk-markup.js) get their marks and unfolded groups back. */
  /** @param {EventTarget | null} list */
  function restore(list) {
    paintCurrent();
    if (!(list instanceof HTMLElement)) return;
    list.querySelectorAll('details[data-group]').forEach((group) => {
      if (group instanceof HTMLDetailsElement && unfolded.has(group.dataset.group || '')) group.open = true;
    });
  }

  document.addEventListener('xiuhua:drawn', (event) => restore(event.target));

  xiuhua.desk = { selectAsset, selectEvent };
})(window.xiuhua);
