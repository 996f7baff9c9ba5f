/* Xiuhua: a picture of a case as large as the screen, one after the other or before beside after; by keyboard, too. */
'use strict';
(function (xiuhua) {
  const NEAREST = 8;
  const STEP = 1.4;
  /** @typedef {{ digest: string, role: string, label: string, taken: string, odd: string }} Shown */
  /** @type {Shown[]} */
  let shown = [];
  let at = 0;
  let isPair = false;
  let zoom = 1;
  let [panX, panY] = [0, 0];
  /** @type {HTMLElement | null} */
  let opener = null;

  /** @param {HTMLElement} figure @returns {Shown} */
  function read(figure) {
    const { photo = '', role = '', label = '', taken = '', odd = '' } = figure.dataset;
    return { digest: photo, role, label: label || figure.querySelector('img')?.alt || '', taken, odd };
  }

  /** The drawer's pictures, each once. @param {HTMLElement} figure */
  function around(figure) {
    const root = figure.closest('.drawer, .report-form, main') || document;
    const gallery = root.querySelector('.case-photos [data-photo]') ? root.querySelectorAll('.case-photos [data-photo]') : root.querySelectorAll('[data-photo]');
    const found = new Map();
    gallery.forEach((node) => { if (node instanceof HTMLElement && !node.matches('.is-missing')) found.set(node.dataset.photo, read(node)); });
    if (!found.has(figure.dataset.photo)) found.set(figure.dataset.photo, read(figure));
    return [...found.values()];
  }

  /** @returns {HTMLDialogElement} */
  function box() {
    const known = xiuhua.find(HTMLDialogElement, 'dialog.lightbox');
    if (known) return known;
    const made = document.createElement('dialog');
    made.className = 'lightbox';
    made.setAttribute('aria-label', xiuhua.say('photo.viewer'));
    made.append(document.createElement('header'), document.createElement('div'), document.createElement('footer'));
    made.children[1].className = 'lb-stage';
    made.addEventListener('keydown', press);
    made.addEventListener('close', () => opener?.focus());
    hold(xiuhua.need(HTMLElement, '.lb-stage', made));
    document.body.append(made);
    return made;
  }

  /** @param {HTMLElement} figure @param {boolean} [asPair] */
  function open(figure, asPair = false) {
    opener = figure;
    shown = around(figure);
    at = Math.max(0, shown.findIndex(({ digest }) => digest === figure.dataset.photo));
    isPair = asPair;
    const dialog = box();
    if (!dialog.open) dialog.showModal();
    draw();
  }

  /** The last of before and the last of after. */
  function pair() {
    const after = [...shown].reverse().find(({ role }) => role === 'after');
    const before = shown.find(({ role }) => role && role !== 'after');
    return before && after ? [before, after] : null;
  }

  /** @param {string} text @param {string} title @param {() => void} act @param {{ off?: boolean, word?: boolean }} [how] */
  function button(text, title, act, { off = false, word = false } = {}) {
    const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text, title, disabled: off });
    made.setAttribute('aria-label', title);
    if (word) made.className = 'is-word';
    made.addEventListener('click', act);
    return made;
  }

  /** @param {string} kind @param {string} className @param {string} text */
  const word = (kind, className, text) => Object.assign(document.createElement(kind), { className, textContent: text });

  function draw() {
    const dialog = box();
    const both = isPair ? pair() : null;
    const now = both || [shown[at]];
    [zoom, panX, panY] = [1, 0, 0];
    xiuhua.need(HTMLElement, 'header', dialog).replaceChildren(...head(now));
    xiuhua.need(HTMLElement, '.lb-stage', dialog).replaceChildren(...now.map((each) => pane(each, both !== null)));
    xiuhua.need(HTMLElement, 'footer', dialog).replaceChildren(...now.filter(({ odd }) => odd).map(({ label, odd }) => word('p', 'lb-odd', `${label}: ${odd}`)));
  }

  /** @param {Shown[]} now */
  function head(now) {
    const told = now.flatMap(({ label, taken }) => [word('b', '', label), word('span', 'fig', taken)]);
    const moves = [
      word('span', 'fig', xiuhua.say('photo.place', at + 1, shown.length)),
      button('‹', xiuhua.say('photo.before'), () => go(-1), { off: isPair || at === 0 }),
      button('›', xiuhua.say('photo.after'), () => go(1), { off: isPair || at === shown.length - 1 }),
    ];
    const name = isPair ? xiuhua.say('photo.single') : xiuhua.say('photo.compare');
    const turning = pair() ? [button(name, name, turn, { word: true })] : [];
    return [
      ...told, word('span', 'lb-gap', ''), ...turning, ...(isPair ? [] : moves),
      button('−', xiuhua.say('photo.farther'), () => scale(1 / STEP)), button('+', xiuhua.say('photo.nearer'), () => scale(STEP)),
      button('×', xiuhua.say('photo.close'), () => box().close()),
    ];
  }

  /** The small one is there at once, the full one follows. @param {Shown} each @param {boolean} isNamed */
  function pane({ digest, label, taken }, isNamed) {
    const made = word('div', 'lb-pane', '');
    const image = document.createElement('img');
    image.alt = [label, taken].filter(Boolean).join(', ');
    image.src = `/api/v1/photos/${digest}?size=medium`;
    const full = new Image();
    full.addEventListener('load', () => { image.src = full.src; });
    full.src = `/api/v1/photos/${digest}?size=full`;
    image.addEventListener('error', () => made.classList.add('is-missing'));
    made.append(image);
    if (isNamed) made.append(word('span', '', label));
    return made;
  }

  function place() {
    xiuhua.all('.lb-pane img', box()).forEach((image) => { image.style.transform = `translate(${panX}px,${panY}px) scale(${zoom})`; });
  }

  /** @param {number} factor */
  function scale(factor) {
    zoom = Math.min(NEAREST, Math.max(1, zoom * factor));
    if (zoom === 1) [panX, panY] = [0, 0];
    place();
  }

  /** @param {number} steps */
  function go(steps) {
    const next = at + steps;
    if (isPair || next < 0 || next >= shown.length) return;
    at = next;
    draw();
  }

  function turn() { if (pair()) { isPair = !isPair; draw(); } }

  /** @type {Record<string, () => void>} */
  const KEYS = {
    ArrowLeft: () => go(-1), ArrowRight: () => go(1), Home: () => go(-at), End: () => go(shown.length - 1 - at),
    '+': () => scale(STEP), '=': () => scale(STEP), '-': () => scale(1 / STEP), 0: () => scale(0), c: turn, C: turn,
  };

  /** Keys of the page behind it do nothing meanwhile. @param {KeyboardEvent} event */
  function press(event) {
    event.stopPropagation();
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Both pictures move together, so that the same place is compared. @param {HTMLElement} stage */
  function hold(stage) {
    /** @type {Map<number, PointerEvent>} */
    const held = new Map();
    const spread = () => { const [one, other] = [...held.values()]; return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY); };
    stage.addEventListener('pointerdown', (event) => { held.set(event.pointerId, event); stage.setPointerCapture(event.pointerId); });
    stage.addEventListener('pointermove', (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const was = held.size === 2 ? spread() : 0;
      held.set(event.pointerId, event);
      if (was) scale(spread() / was);
      else if (zoom > 1) { panX += event.clientX - before.clientX; panY += event.clientY - before.clientY; place(); }
    });
    ['pointerup', 'pointercancel'].forEach((kind) => stage.addEventListener(kind, (event) => { if (event instanceof PointerEvent) held.delete(event.pointerId); }));
    stage.addEventListener('wheel', (event) => { event.preventDefault(); scale(event.deltaY < 0 ? STEP : 1 / STEP); }, { passive: false });
    stage.addEventListener('dblclick', () => scale(zoom > 1 ? 0 : 2 * STEP));
  }

  /** @param {HTMLElement} trigger */
  function compare(trigger) {
    const figure = trigger.closest('.case-photos') && xiuhua.find(HTMLElement, '[data-photo]', trigger.closest('.case-photos') || document);
    if (figure) open(figure, true);
  }

  xiuhua.onClick([['[data-photo-compare]', compare], ['[data-photo]:not(.is-missing)', (figure) => open(figure)]]);
  document.addEventListener('keydown', (event) => {
    const figure = xiuhua.within(event, '[data-photo][tabindex]');
    if (!figure || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    open(figure);
  });
})(window.xiuhua);
