/* Xiuhua: the one place where clicks of the page become acts: tables of selectors, asked in order. */
'use strict';
(function (xiuhua) {
  /** @type {Xiuhua.ClickTable[]} */
  const tables = [];

  /** @param {Xiuhua.ClickTable} table @param {Element} target */
  function act(table, target) {
    for (const [selector, fn] of table) {
      const found = target.closest(selector);
      if (found instanceof HTMLElement) { fn(found); return; }
    }
  }

  /**
   * Adds a table: of its rows the first that fits the click acts, with the nearest element that fits. Tables know
   * nothing of each other; each is asked, in the order in which they came.
   */
  xiuhua.onClick = (table) => { tables.push(table); };

  document.addEventListener('click', (event) => {
    const { target } = event;
    if (target instanceof Element) tables.forEach((table) => act(table, target));
  });
})(window.xiuhua);
