/* Xiuhua: says what has not left the phone: a banner, and a list with the way of each and what the server answered. */
'use strict';
(function (xiuhua) {
  const KILOBYTE = 1e3;
  const MEGABYTE = 1e6;
  const SMALL_BELOW = 1e5;
  const DECIMAL_BELOW = 1e8;

  /** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {object} props @param {...(Node | string)} inside */
  function make(kind, props, ...inside) {
    const node = Object.assign(document.createElement(kind), props);
    node.append(...inside);
    return node;
  }

  /** @param {number} bytes */
  const size = (bytes) => (bytes < SMALL_BELOW ? `${Math.ceil(bytes / KILOBYTE)}\u2009kB` : `${(bytes / MEGABYTE).toFixed(bytes < DECIMAL_BELOW ? 1 : 0)}\u2009MB`);

  /** @param {number} at */
  const clock = (at) => xiuhua.fieldServer.timeText(at, { isPhones: true });

  /** @param {Xiuhua.OutboxState} state @returns {Xiuhua.OutboxItem | undefined} */
  const onItsWay = ({ items, sender }) => items.find(({ id }) => sender.phase === 'sending' && id === sender.item);

  /** @param {Xiuhua.OutboxState} state */
  function pictureText(state) {
    const item = onItsWay(state);
    const { picture, sent } = state.sender;
    if (!item || picture === null || !item.photos[picture]) return '';
    return xiuhua.say('outbox.picture_of', picture + 1, item.photos.length, Math.round((100 * sent) / (item.photos[picture].size || 1)));
  }

  /** @param {Xiuhua.OutboxState} state @returns {'ok' | 'waiting' | 'sending' | 'refused'} */
  function kindOf(state) {
    if (state.sender.phase === 'fault' || (state.refused && !state.waiting)) return 'refused';
    if (!state.waiting) return state.since ? 'waiting' : 'ok';
    return onItsWay(state) ? 'sending' : 'waiting';
  }

  /** @param {Xiuhua.OutboxState} state */
  function headText(state) {
    const { waiting, refused, since } = state;
    if (onItsWay(state)) return xiuhua.say('outbox.sending', waiting);
    if (waiting) return xiuhua.say('outbox.waiting', waiting);
    if (refused) return xiuhua.say('outbox.refused', refused);
    return since ? xiuhua.say('outbox.offline') : xiuhua.say('outbox.all_there');
  }

  /** What keeps it here. @param {Xiuhua.OutboxState} state */
  function causeText({ waiting, since, sender }) {
    if (sender.phase === 'fault') return xiuhua.say('outbox.fault', sender.fault || '');
    if (since) return xiuhua.say('outbox.offline_since', clock(since));
    if (waiting && sender.phase === 'sign_in') return xiuhua.say('outbox.sign_in');
    return waiting && sender.phase === 'busy' ? xiuhua.say('outbox.busy') : '';
  }

  /** @param {Xiuhua.OutboxState} state */
  function noteText(state) {
    const parts = [causeText(state), pictureText(state)];
    if (state.pictures) parts.push(xiuhua.say('outbox.pictures', state.pictures, size(state.bytes)));
    if (state.since && state.waiting) parts.push(xiuhua.say('outbox.by_itself'));
    if (state.waiting && state.refused) parts.push(xiuhua.say('outbox.refused', state.refused));
    if (state.foreign) parts.push(xiuhua.say('outbox.foreign', state.foreign));
    return parts.filter(Boolean).join(' · ');
  }

  /** @param {HTMLElement} place @param {Xiuhua.OutboxState} state */
  function paintBanner(place, state) {
    const kind = kindOf(state);
    const said = [kind, headText(state), noteText(state)].join('\n');
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    place.dataset.kind = kind;
    const lines = make('span', { className: 'outbox-lines' }, make('b', { textContent: headText(state) }));
    if (noteText(state)) lines.append(make('small', { textContent: noteText(state) }));
    const button = make('button', { type: 'button', className: 'outbox-banner', title: xiuhua.say('outbox.open') }, make('i', { className: 'outbox-mark' }), lines);
    button.dataset.outboxOpen = '';
    const main = make('div', { role: 'status' }, button);
    const ways = [...signInLink(state)];
    place.replaceChildren(main, ...ways);
  }

  /** @param {Xiuhua.OutboxState} state */
  function signInLink({ waiting, foreign, sender }) {
    if (sender.phase !== 'sign_in' || !(waiting || foreign)) return [];
    const next = window.encodeURIComponent(window.location.pathname + window.location.search);
    return [make('a', { className: 'btn outbox-sign-in', href: `/login?next=${next}`, textContent: xiuhua.say('outbox.sign_in') })];
  }

  /** @param {string} now */
  function wordOf(now) {
    if (now === 'sending') return xiuhua.say('outbox.state.sending');
    if (now === 'delivered') return xiuhua.say('outbox.state.delivered');
    return now === 'refused' ? xiuhua.say('outbox.state.refused') : xiuhua.say('outbox.state.waiting');
  }

  /** @param {Xiuhua.OutboxItem} item @param {Xiuhua.OutboxState} state */
  function rowOf(item, state) {
    const now = onItsWay(state) === item ? 'sending' : item.state;
    const head = make('div', { className: 'outbox-row-head' }, make('b', { textContent: item.label || item.action }),
      make('span', { className: 'outbox-chip', textContent: wordOf(now) }));
    const facts = [clock(item.at), item.photos.length ? xiuhua.say('outbox.pictures', item.photos.length, size(item.photos.reduce((sum, each) => sum + each.size, 0))) : '',
      now === 'sending' ? pictureText(state) : '', (item.made && item.made.number) || ''];
    const row = make('li', { className: 'outbox-row' }, head, make('small', { textContent: facts.filter(Boolean).join(' · ') }));
    row.dataset.state = now;
    if (now === 'sending') row.append(progressOf(item, state));
    if (item.answer) row.append(...answerOf(item, item.answer));
    return row;
  }

  /** @param {Xiuhua.OutboxItem} item @param {Xiuhua.OutboxState} state */
  function progressOf(item, { sender }) {
    const total = item.photos.reduce((sum, each) => sum + each.size, 0);
    const there = item.photos.reduce((sum, each, index) => sum + (index === sender.picture ? sender.sent : each.sent), 0);
    return make('progress', { max: total || 1, value: there });
  }

  /** @param {Xiuhua.OutboxItem} item @param {Xiuhua.OutboxAnswer} answer */
  function answerOf(item, answer) {
    const words = make('p', { textContent: xiuhua.say('outbox.answer', xiuhua.text(answer.words) || String(answer.status)) });
    const kept = item.photos.length ? [make('small', { textContent: xiuhua.say('outbox.kept_pictures') })] : [];
    const again = make('button', { type: 'button', className: 'btn', textContent: xiuhua.say('outbox.again') });
    again.dataset.outboxAgain = String(item.id);
    const seen = make('button', { type: 'button', className: 'btn primary', textContent: xiuhua.say('outbox.seen') });
    seen.dataset.outboxSeen = String(item.id);
    return [words, ...kept, make('div', { className: 'outbox-deeds' }, again, seen)];
  }

  /** @param {HTMLElement} place @param {Xiuhua.OutboxState} state */
  function paintList(place, state) {
    const rows = state.items.filter((item) => item.state !== 'delivered').map((item) => rowOf(item, state));
    const done = state.items.filter((item) => item.state === 'delivered').slice(-8).reverse().map((item) => rowOf(item, state));
    const none = make('div', { className: 'empty' }, make('b', { textContent: xiuhua.say('outbox.none') }), make('small', { textContent: xiuhua.say('outbox.none_hint') }));
    const notes = window.isSecureContext ? [] : [make('p', { className: 'quiet', textContent: xiuhua.say('outbox.plain') })];
    place.replaceChildren(...(rows.length ? [make('ol', { className: 'outbox-rows' }, ...rows)] : [none]), make('ol', { className: 'outbox-rows is-done' }, ...done), ...notes);
  }

  /** The sheet with the list, made when it is first asked for. */
  function sheet() {
    const known = xiuhua.find(HTMLDialogElement, '[data-outbox-sheet]');
    if (known) return known;
    const close = make('button', { type: 'button', className: 'btn', textContent: xiuhua.say('outbox.close') });
    close.dataset.outboxClose = '';
    const retry = make('button', { type: 'button', className: 'btn primary', textContent: xiuhua.say('outbox.retry') });
    retry.dataset.outboxRetry = '';
    const list = make('div', { className: 'outbox-list' });
    list.dataset.outboxList = '';
    const own = make('dialog', { className: 'dialog outbox-sheet' }, make('h2', { textContent: xiuhua.say('outbox.title') }), list, make('div', { className: 'dialog-actions' }, close, retry));
    own.dataset.outboxSheet = '';
    document.body.append(own);
    return own;
  }

  function paint() {
    const state = xiuhua.outbox.state();
    xiuhua.all('[data-outbox-banner]').forEach((place) => paintBanner(place, state));
    xiuhua.all('[data-outbox-list]').forEach((place) => paintList(place, state));
  }

  function open() {
    const own = sheet();
    paint();
    if (!own.open) own.showModal();
  }

  /** @param {(id: number) => Promise<void>} act @param {string | undefined} id */
  const withItem = (act, id) => { act(Number(id)).catch(() => xiuhua.outbox.retry()); };

  xiuhua.onClick([
    ['[data-outbox-open]', open],
    ['[data-outbox-close]', () => sheet().close()],
    ['[data-outbox-retry]', () => { xiuhua.outbox.retry(); }],
    ['[data-outbox-seen]', (button) => withItem(xiuhua.outbox.seen, button.dataset.outboxSeen)],
    ['[data-outbox-again]', (button) => withItem(xiuhua.outbox.again, button.dataset.outboxAgain)],
  ]);
  document.addEventListener('xiuhua:outbox', paint);
  // The places are drawn by the page, now or later.
  new MutationObserver(() => { if (xiuhua.find(HTMLElement, '[data-outbox-banner]:empty')) paint(); })
    .observe(document.documentElement, { childList: true, subtree: true });
  paint();
})(window.xiuhua);
