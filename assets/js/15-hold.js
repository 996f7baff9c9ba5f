/* Xiuhua: a list that holds still. While a pointer rests on it or the keyboard is in it, no row changes its place. */
'use strict';
(function (xiuhua) {
  const REST_AFTER_TOUCH_MS = 4000;
  const HOLDS_ROWS = '[data-group], [data-panel]';
  /** @type {WeakMap<HTMLElement, number>} */
  const touchedAt = new WeakMap();
  /** @type {WeakSet<HTMLElement>} */
  const pointed = new WeakSet();
  /** @type {Map<HTMLElement, { html: string, news: number }>} */
  const waiting = new Map();

  /** Lists that stand below one another in one frame hold still together: what one gains would push the next one down. */
  /** @param {HTMLElement} list @returns {HTMLElement} */
  const frameOf = (list) => /** @type {HTMLElement} */ (list.closest('[data-holds-together]') || list);

  /** @param {HTMLElement} list */
  function isHeld(list) {
    const frame = frameOf(list);
    const focused = document.activeElement;
    const byKeyboard = focused instanceof HTMLElement && frame.contains(focused) && focused.matches(':focus-visible');
    return pointed.has(frame) || byKeyboard || performance.now() - (touchedAt.get(frame) ?? -Infinity) < REST_AFTER_TOUCH_MS;
  }

  /** @param {Element} root @returns {Map<string, Element>} */
  function rowsOf(root) {
    const rows = new Map();
    xiuhua.rows(root).forEach((row) => {
      const key = xiuhua.rowKey(row);
      if (key && !rows.has(key)) rows.set(key, row);
    });
    return rows;
  }

  /**
   * Gives the fresh tree the order of the old one: rows that are in both stand where they stood, those that are gone
   * stay as they were until the list is let go, and new ones wait.
   * @param {Element | DocumentFragment} old @param {Element | DocumentFragment} fresh @param {Map<string, Element>} rows
   */
  function arrange(old, fresh, rows) {
    const keyed = [...old.children].some((child) => xiuhua.rowKey(child));
    if (!keyed) {
      [...old.children].forEach((child, i) => { const other = fresh.children[i]; if (other) arrange(child, other, rows); });
      return;
    }
    const others = [...fresh.children].filter((child) => !xiuhua.rowKey(child));
    const held = [...old.children].filter((child) => xiuhua.rowKey(child)).map((child) => place(child, rows));
    fresh.replaceChildren(...held, ...others);
  }

  /** @param {Element} old @param {Map<string, Element>} rows */
  function place(old, rows) {
    const fresh = rows.get(xiuhua.rowKey(old) || '');
    const holdsRows = old.matches(HOLDS_ROWS);
    if (fresh) { if (holdsRows) arrange(old, fresh, rows); return fresh; }
    const kept = /** @type {Element} */ (old.cloneNode(true));
    if (holdsRows) arrange(old, kept, rows); else kept.classList.add('is-gone');
    return kept;
  }

  /** @param {HTMLElement} list @param {string} html */
  function drawHeld(list, html) {
    let news = 0;
    xiuhua.morph(list, html, (fresh) => {
      const whole = document.createElement('div');
      whole.append(fresh);
      const rows = rowsOf(whole);
      const before = rowsOf(list);
      news = [...rows].filter(([key, row]) => !before.has(key) && !row.matches(HOLDS_ROWS)).length;
      arrange(list, whole, rows);
      fresh.append(...whole.childNodes);
    });
    list.xiuhuaHtml = undefined;
    waiting.set(list, { html, news });
    tell(list);
  }

  /** What the button of a list is bound to: the name of its frame, else its own. @param {HTMLElement} list */
  const nameOf = (list) => frameOf(list).dataset.holdsTogether || list.id;

  /** @param {HTMLElement} list */
  function tell(list) {
    const name = nameOf(list);
    const button = name ? xiuhua.find(HTMLElement, `[data-news-of="${name}"]`) : null;
    if (!button) return;
    const held = [...waiting].filter(([other]) => nameOf(other) === name && other.offsetParent);
    const news = held.reduce((sum, [, what]) => sum + what.news, 0);
    button.hidden = !held.length;
    button.textContent = news ? '▲\u2009' + xiuhua.say('queue.news', news) : xiuhua.say('queue.held');
  }

  /** @param {HTMLElement} list */
  function letGo(list) {
    const held = waiting.get(list);
    if (!held) return;
    waiting.delete(list);
    tell(list);
    if (xiuhua.morph(list, held.html)) drawn(list);
  }

  /** @param {HTMLElement} list */
  function drawn(list) {
    list.dispatchEvent(new CustomEvent('xiuhua:drawn', { bubbles: true }));
  }

  /** Puts `html` into the list, or as much of it as may change while somebody is about to click there. */
  xiuhua.draw = (list, html) => {
    if (list.dataset.holds !== undefined && list.childElementCount && isHeld(list)) { drawHeld(list, html); drawn(list); return; }
    waiting.delete(list);
    tell(list);
    if (xiuhua.morph(list, html)) drawn(list);
  };

  function look() {
    [...waiting.keys()].forEach((list) => { if (!list.isConnected) waiting.delete(list); else if (!isHeld(list)) letGo(list); });
  }

  /** @param {Event} event */
  const frameAt = (event) => xiuhua.within(event, '[data-holds-together]') || xiuhua.within(event, '[data-holds]');

  document.addEventListener('pointerover', (event) => {
    const frame = event.pointerType === 'touch' ? null : frameAt(event);
    if (frame) pointed.add(frame);
  });
  document.addEventListener('pointerout', (event) => {
    const frame = frameAt(event);
    if (frame && !(event.relatedTarget instanceof Node && frame.contains(event.relatedTarget))) { pointed.delete(frame); look(); }
  });
  for (const kind of ['touchstart', 'touchmove', 'touchend']) {
    document.addEventListener(kind, (event) => {
      const frame = frameAt(event);
      if (!frame) return;
      touchedAt.set(frame, performance.now());
      window.setTimeout(look, REST_AFTER_TOUCH_MS + 50);
    }, { passive: true });
  }
  document.addEventListener('focusout', () => window.setTimeout(look));
  xiuhua.onClick([['[data-news-of]', (button) => {
    [...waiting.keys()].forEach((list) => { if (nameOf(list) === button.dataset.newsOf) letGo(list); });
  }]]);
})(window.xiuhua);
