/* Xiuhua: judging what cameras see, by keyboard or by touch. The server says what may be done, and what comes next. */
'use strict';
(function (xiuhua) {
  const RENEWED_MS = 45000;
  const MOST_REMEMBERED = 50;
  const SHEET = '.drawer.is-open [data-event-sheet]';
  const DIGIT = /^[1-9]$/;
  const later = { event: /** @type {string | undefined} */ (undefined) };
  /** Events that were opened one after the other, for the way back. @type {string[]} */
  const trail = [];
  /** @type {MutationObserver | null} */
  let watching = null;
  let isHeld = false;
  let order = 'newest';

  const sheet = () => xiuhua.find(HTMLElement, SHEET);
  const isMine = () => xiuhua.find(HTMLElement, '[data-mine]')?.getAttribute('aria-pressed') === 'true';

  /** @param {string} action @param {object} about */
  function send(action, about) {
    xiuhua.setProps('triage-command', { data: { action, at: Date.now(), ...about } });
  }

  /** @param {HTMLElement} button */
  function judge(button) {
    const { verdict = '', event, why, into, join, plain } = button.dataset;
    if (button.hasAttribute('data-sent')) return;
    button.setAttribute('data-sent', '');
    window.setTimeout(() => button.removeAttribute('data-sent'), 2000);
    later.event = event;
    const told = { reason: why, into, join };
    const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    send(verdict, { event, order, mine: isMine(), ...given, ...(plain === undefined ? {} : { case: false }) });
  }

  /** @param {string | undefined} event */
  function undo(event) {
    if (!event) return;
    if (later.event === event) later.event = undefined;
    send('undo', { event });
  }

  function next() {
    const event = sheet()?.dataset.eventSheet;
    send('next', { order, mine: isMine(), ...(event ? { event } : {}) });
  }

  function back() {
    trail.pop();
    const event = trail.pop();
    if (event) xiuhua.desk.selectEvent(event, undefined);
  }

  /** @param {boolean} isOpen */
  function reasons(isOpen) {
    const panel = xiuhua.find(HTMLElement, `${SHEET} [data-reasons]`);
    const button = xiuhua.find(HTMLElement, `${SHEET} [data-reject-reasons]`);
    if (!panel || !button) return;
    panel.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) panel.scrollIntoView({ block: 'nearest' });
  }

  const reasonsAreOpen = () => xiuhua.find(HTMLElement, `${SHEET} [data-reasons]:not([hidden])`) !== null;

  /** An event was opened: the map shows where, the picture of the next one is fetched, others are kept off it. @param {HTMLElement} node */
  function arrive(node) {
    const { eventSheet: event = '', locate, nextPicture } = node.dataset;
    isHeld = xiuhua.find(HTMLElement, '[data-verdict]', node) !== null;
    if (trail[trail.length - 1] === event) return;
    trail.push(event);
    if (trail.length > MOST_REMEMBERED) trail.shift();
    if (nextPicture) new Image().src = nextPicture;
    if (locate && xiuhua.map) xiuhua.map.select(locate, { fly: true });
    follow();
  }

  /** Who closes the drawer, or opens something else in it, lets the event go. */
  function follow() {
    const drawer = xiuhua.find(HTMLElement, '.drawer');
    if (watching || !drawer) return;
    watching = new MutationObserver(() => {
      if (sheet()) return;
      trail.length = 0;
      if (isHeld) send('leave', {});
      isHeld = false;
    });
    watching.observe(drawer, { attributes: true, attributeFilter: ['class'], childList: true, subtree: true });
  }

  function renew() {
    const event = sheet()?.dataset.eventSheet;
    if (event && isHeld && document.visibilityState === 'visible') send('hold', { event });
  }

  /** @param {string} selector */
  function press(selector) {
    const button = xiuhua.find(HTMLElement, `${SHEET} ${selector}`);
    button?.click();
    return button !== null;
  }

  const queueOfEvents = () => xiuhua.find(HTMLElement, '.queue[data-tab=events]') !== null;

  /** What a key does here; false leaves it to the others. @param {KeyboardEvent} event */
  function act(event) {
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey && !event.altKey) {
      const open = xiuhua.find(HTMLElement, `${SHEET} [data-undo-verdict]`)?.dataset.event;
      const own = later.event ?? open;
      undo(own);
      return own !== undefined;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (!sheet()) return key === 'j' && queueOfEvents() ? (next(), true) : false;
    if (key === 'escape' && reasonsAreOpen()) return reasons(false), true;
    if (DIGIT.test(key) && reasonsAreOpen()) return press(`[data-reasons] .btn:nth-of-type(${key})`);
    switch (key) {
      case 'a': return press(event.shiftKey ? '[data-plain]' : '[data-verdict=confirm]:not([data-join]), .triage-row:first-of-type .report-case');
      case 'r': return press('[data-reject-reasons]');
      case 'd': return press('[data-duplicate]');
      case 'j': return next(), true;
      case 'k': return back(), true;
      default: return false;
    }
  }

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.matches('input, textarea, select') || document.querySelector('dialog[open]')) return;
    if (!act(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  xiuhua.onClick([
    ['[data-verdict]', judge],
    ['[data-reject-reasons]', () => reasons(!reasonsAreOpen())],
    ['[data-undo-verdict]', (button) => undo(button.dataset.event)],
    ['[data-triage-next]', next],
    ['[data-triage-order]', (button) => { order = button.dataset.triageOrder || order; xiuhua.setProps('desk-events-order', { data: order }); }],
    ['[data-triage-more]', (button) => xiuhua.setProps('desk-events-opened', { data: { group: button.dataset.triageMore, rows: Number(button.dataset.triageRows) } })],
  ]);

  document.addEventListener('xiuhua:drawn', (event) => {
    const node = event.target instanceof Element ? event.target.closest('[data-event-sheet]') : null;
    if (node instanceof HTMLElement) arrive(node);
  });
  window.setInterval(renew, RENEWED_MS);
})(window.xiuhua);
