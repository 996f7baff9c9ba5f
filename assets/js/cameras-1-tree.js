/* Xiuhua: the tree of cameras by pointer and keyboard, its search and its kinds. */
'use strict';
(function (xiuhua) {
  const PAUSE_MS = 150;
  const AGAIN_MS = 200;
  let pause = 0;

  const tree = () => xiuhua.find(HTMLElement, '.camera-tree');
  /** @param {HTMLElement} place */
  const rows = (place) => xiuhua.all('.tree-row', place);

  /** What is open, with how many pages of cameras. @param {HTMLElement} place */
  function opened(place) {
    const open = rows(place).filter((row) => row.getAttribute('aria-expanded') === 'true');
    return Object.fromEntries(open.map((row) => [row.dataset.branch ?? '', Number(row.dataset.pages)]));
  }

  /** @param {(open: Record<string, number>) => void} change */
  function tell(change) {
    const place = tree();
    if (!place) return;
    const open = opened(place);
    change(open);
    xiuhua.setProps('cameras-open', { data: open });
  }

  /** @param {HTMLElement} row */
  function fold(row) {
    const key = row.dataset.branch ?? '';
    tell((open) => { if (key in open) delete open[key]; else open[key] = 1; });
  }

  /** @param {HTMLElement} row */
  function more(row) {
    const key = row.dataset.more ?? '';
    tell((open) => { open[key] = (open[key] || 1) + 1; });
  }

  /** @param {HTMLElement} row @param {string} key */
  function walk(row, key) {
    const place = tree();
    if (!place) return;
    const all = rows(place);
    const at = all.indexOf(row);
    const isOpen = row.getAttribute('aria-expanded');
    const level = Number(row.getAttribute('aria-level'));
    const above = all.slice(0, at).reverse().find((each) => Number(each.getAttribute('aria-level')) < level);
    if (key === 'ArrowDown') all[at + 1]?.focus();
    else if (key === 'ArrowUp') all[at - 1]?.focus();
    else if (key === 'Home') all[0].focus();
    else if (key === 'End') all[all.length - 1].focus();
    else if (key === 'ArrowRight' && isOpen === 'false') fold(row);
    else if (key === 'ArrowRight' && isOpen === 'true') all[at + 1]?.focus();
    else if (key === 'ArrowLeft' && isOpen === 'true') fold(row);
    else if (key === 'ArrowLeft') above?.focus();
  }

  function search() {
    const field = xiuhua.find(HTMLInputElement, '.camera-search input');
    if (!field) return;
    if (!xiuhua.setProps('cameras-text', { data: field.value.trim() })) wait(AGAIN_MS);
  }

  /** @param {number} ms */
  function wait(ms) {
    window.clearTimeout(pause);
    pause = window.setTimeout(search, ms);
  }

  /** @param {HTMLElement} chip */
  const choose = (chip) => xiuhua.setProps('cameras-kind', { data: chip.dataset.cameraKind || null });

  xiuhua.onClick([
    ['[data-branch]', fold],
    ['[data-more]', more],
    ['[data-camera-kind]', choose],
  ]);
  document.addEventListener('input', (event) => {
    if (xiuhua.within(event, '.camera-search') && !(event instanceof InputEvent && event.isComposing)) wait(PAUSE_MS);
  });
  document.addEventListener('compositionend', (event) => { if (xiuhua.within(event, '.camera-search')) wait(PAUSE_MS); });
  document.addEventListener('keydown', (event) => {
    const inField = xiuhua.within(event, '.camera-search');
    const row = inField && event.key === 'ArrowDown' ? null : xiuhua.within(event, '.tree-row');
    if (inField && event.key === 'ArrowDown') { event.preventDefault(); xiuhua.find(HTMLElement, '.tree-row')?.focus(); }
    if (!row || !/^(Arrow|Home$|End$)/.test(event.key)) return;
    event.preventDefault();
    walk(row, event.key);
  });
})(window.xiuhua);
