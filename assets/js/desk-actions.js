/* Xiuhua: clicks and keys become selections and commands, which the server answers. */
'use strict';
(function (xiuhua) {
  const isPhone = () => window.matchMedia('(max-width:760px)').matches;

  function selectAsset(id) {
    xiuhua.setProps('selected-asset', { data: { id, at: Date.now() } });
    if (xiuhua.map) xiuhua.map.select(id, { fly: id !== null });
    if (id === null) mark(null);
  }

  function selectEvent(key, assetId) {
    xiuhua.setProps('selected-event', { data: { key, at: Date.now() } });
    if (assetId && xiuhua.map) xiuhua.map.select(assetId, { fly: true });
  }

  function command(action, alarm, more) {
    xiuhua.setProps('alarm-command', { data: { action, alarm, at: Date.now(), ...more } });
  }

  /** Highlights the row that is being worked on; it survives the list being drawn again. */
  let current = null;
  function mark(row) {
    current = row ? row.dataset.alarm || 'e' + row.dataset.selectEvent : null;
    paintCurrent();
  }

  function paintCurrent() {
    document.querySelectorAll('.q[role=button]').forEach((row) => {
      const key = row.dataset.alarm || 'e' + row.dataset.selectEvent;
      row.classList.toggle('is-current', key === current);
    });
  }

  const rows = () => [...document.querySelectorAll('.queue [data-pane]:not([hidden]) .q[role=button]')]
    .filter((row) => row.offsetParent !== null);

  function next(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains('is-current'));
    const row = all[(at + step + all.length) % all.length];
    row.scrollIntoView({ block: 'nearest' });
    row.click();
  }

  /* The dialog that shelves. */
  let shelving = null;
  const dialog = () => document.querySelector('[data-shelve-dialog]');

  function openShelve(alarm, subject) {
    shelving = alarm;
    dialog().querySelector('[data-shelve-subject]').textContent = subject || '';
    dialog().querySelector('input').value = '';
    dialog().showModal();
    dialog().querySelector('input').focus();
  }

  function confirmShelve() {
    const input = dialog().querySelector('input');
    const reason = input.value.trim();
    if (!reason) { input.focus(); input.classList.add('is-wanted'); return; }
    input.classList.remove('is-wanted');
    command('shelve', shelving, { reason, hours: Number(dialog().querySelector('[data-hours].is-on').dataset.hours) });
    dialog().close();
  }

  function choose(button) {
    button.parentElement.querySelectorAll('.seg-item').forEach((item) => item.classList.toggle('is-on', item === button));
  }

  function openPane(tab) {
    const queue = tab.closest('.queue');
    queue.querySelectorAll('[data-open-pane]').forEach((other) => other.setAttribute('aria-selected', String(other === tab)));
    queue.querySelectorAll('[data-pane]').forEach((pane) => { pane.hidden = pane.dataset.pane !== tab.dataset.openPane; });
    queue.dataset.tab = tab.dataset.openPane;
  }

  /** On phones: list or map; Leaflet measures itself anew. */
  function show(view) {
    document.querySelector('.desk').dataset.view = view;
    window.dispatchEvent(new Event('resize'));
  }

  async function share(button) {
    const address = new URL(button.dataset.share, window.location.href).href;
    try { await navigator.clipboard.writeText(address); } catch (refused) { window.prompt(button.dataset.shared, address); return; }
    const label = button.lastChild.nodeValue;
    button.lastChild.nodeValue = button.dataset.shared;
    window.setTimeout(() => { button.lastChild.nodeValue = label; }, 1600);
  }

  const ON_CLICK = [
    ['[data-command]', (b) => command(b.dataset.command, b.dataset.alarmKey)],
    ['[data-shelve]', (b) => openShelve(b.dataset.shelve, b.dataset.subject)],
    ['[data-dialog-cancel]', (b) => b.closest('dialog').close()],
    ['[data-dialog-confirm]', confirmShelve],
    ['[data-reason]', (b) => { b.closest('dialog').querySelector('input').value = b.dataset.reason; }],
    ['[data-hours]', choose],
    ['[data-close-drawer]', () => selectAsset(null)],
    ['[data-share]', share],
    ['[data-open-pane]', openPane],
    ['[data-show]', (b) => show(b.dataset.show)],
    ['[data-seen-all]', () => xiuhua.setProps('desk-last-look', { data: Date.now() })],
    ['[data-standing]', (b) => { choose(b); xiuhua.setProps('desk-standing', { data: b.dataset.standing }); }],
    ['[data-history]', (b) => { choose(b); xiuhua.setProps('drawer-history-view', { data: b.dataset.history }); }],
    ['[data-select-event]', (b) => { mark(b); selectEvent(b.dataset.selectEvent, b.dataset.locate); }],
    ['[data-select-asset]', (b) => { if (b.matches('.q')) mark(b); selectAsset(b.dataset.selectAsset); }],
  ];

  document.addEventListener('click', (event) => {
    for (const [selector, act] of ON_CLICK) {
      const found = event.target.closest(selector);
      if (found) { act(found); return; }
    }
  });

  const KEYS = {
    j: () => next(1),
    k: () => next(-1),
    a: () => press('.q.is-current [data-command=acknowledge], .drawer.is-open [data-command=acknowledge]'),
    h: () => press('.q.is-current [data-shelve], .drawer.is-open [data-shelve]'),
    m: () => { if (isPhone()) show('map'); },
  };

  function press(selector) {
    const button = document.querySelector(selector);
    if (button) button.click();
  }

  document.addEventListener('keydown', (event) => {
    if (event.target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') { selectAsset(null); return; }
    if ((event.key === 'Enter' || event.key === ' ') && event.target.matches('[role=button]')) {
      event.preventDefault();
      event.target.click();
      return;
    }
    const act = KEYS[event.key.toLowerCase()];
    if (act && document.querySelector('.queue')) { event.preventDefault(); act(); }
  });

  /* Groups that were unfolded stay so when the list is drawn again. */
  const unfolded = new Set();
  document.addEventListener('toggle', (event) => {
    const { group } = event.target.dataset || {};
    if (group === undefined) return;
    if (event.target.open) unfolded.add(group); else unfolded.delete(group);
  }, true);

  /* Lists drawn anew (see desk-markup.js) get their marks and unfolded groups back. */
  function restore(list) {
    paintCurrent();
    list.querySelectorAll('details[data-group]').forEach((group) => { if (unfolded.has(group.dataset.group)) group.open = true; });
  }

  document.addEventListener('xiuhua:drawn', (event) => restore(event.target));

  xiuhua.desk = { selectAsset, selectEvent };
})(window.xiuhua = window.xiuhua || {});
