/* Xiuhua: Dash keeps every change of a property for its undo buttons, without end; a page that nobody reloads for
   months has no such buttons and forgets them. */
'use strict';
(function () {
  const LOOK_MS = 30000;

  /** @param {{ getState(): { history?: { past?: unknown[] } } }} store */
  function forget(store) {
    const { history } = store.getState();
    if (history && history.past) history.past.length = 0;
  }

  window.setInterval(() => (window.dash_stores || []).forEach(forget), LOOK_MS);
})();
