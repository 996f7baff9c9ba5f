/* Xiuhua: what the styles ask of the page: which drawer is open, and which keys of the queue have something to act on. */
'use strict';
(function (xiuhua) {
  /* Styles could see it for themselves (:has), but then each node that comes or goes anywhere in the page makes the
     browser match the styles of the whole page anew, some six milliseconds at each live frame. */
  const SHOWN = '.queue [data-pane]:not([hidden])';
  const EITHER = `:is(${SHOWN}, .drawer.is-open)`;
  /** @type {Record<string, string>} */
  const WORKS_ON = {
    J: `${SHOWN} .q`,
    A: `${EITHER} [data-command^=acknowledge]`,
    H: `${EITHER} [data-shelve]`,
    Aevent: '.drawer.is-open [data-verdict=confirm]',
    R: '.drawer.is-open [data-reject-reasons]',
    D: '.drawer.is-open [data-duplicate]',
    Z: '[data-undo-verdict]',
  };
  /** @type {WeakSet<HTMLElement>} */
  const followed = new WeakSet();

  function tell() {
    const drawer = xiuhua.find(HTMLElement, '.drawer.is-open');
    const kind = !drawer ? '' : drawer.classList.contains('is-case') ? 'case' : 'asset';
    if (document.body.dataset.drawer !== kind) document.body.dataset.drawer = kind;
    xiuhua.all('.keys [data-key]').forEach((key) => {
      const acted = WORKS_ON[key.dataset.key || ''];
      if (acted) key.toggleAttribute('data-works', document.querySelector(acted) !== null);
    });
  }

  /** @param {HTMLElement | null} node @param {MutationObserverInit} what */
  function follow(node, what) {
    if (!node || followed.has(node)) return;
    followed.add(node);
    new MutationObserver(tell).observe(node, what);
  }

  /** Lists say when they were drawn; the drawer and the tabs of the queue are there by then. */
  function arrive() {
    follow(xiuhua.find(HTMLElement, '.drawer'), { attributes: true, attributeFilter: ['class'], childList: true, subtree: true });
    follow(xiuhua.find(HTMLElement, '.queue'), { attributes: true, attributeFilter: ['data-tab'] });
    tell();
  }

  document.addEventListener('xiuhua:drawn', arrive);
})(window.xiuhua);
