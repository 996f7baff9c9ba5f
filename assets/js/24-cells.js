/* Xiuhua: live cells (elements that show one value or the state of one asset) and the feed notices. */
'use strict';
(function (xiuhua) {
  const FEED_MIN_GAP_MS = 500;
  const FRESH_MS = 300;
  const FADE_LOOK_MS = 100;
  /** @type {Map<string, Set<HTMLElement>>} */
  const cellsOf = new Map();
  /** @type {Set<HTMLElement>} */
  const changed = new Set();
  /** @type {Map<HTMLElement, number>} */
  const freshUntil = new Map();
  let flushing = false;
  let fading = 0;

  /** @param {Node} node @param {(cell: HTMLElement) => void} fn */
  function eachCell(node, fn) {
    if (!(node instanceof HTMLElement)) return;
    if (node.dataset.asset) fn(node);
    for (const cell of node.querySelectorAll('[data-asset]')) if (cell instanceof HTMLElement) fn(cell);
  }

  /** @param {HTMLElement} cell */
  function add(cell) {
    const id = cell.dataset.asset || '';
    const cells = cellsOf.get(id) || new Set();
    cellsOf.set(id, cells.add(cell));
    cell.xiuhuaAsset = id;
  }

  /** @param {HTMLElement} cell */
  function remove(cell) {
    const id = cell.xiuhuaAsset || '';
    const cells = cellsOf.get(id);
    if (cells && cells.delete(cell) && !cells.size) cellsOf.delete(id);
  }

  /** @param {MutationRecord[]} records */
  function observe(records) {
    for (const record of records) {
      const { target } = record;
      if (record.type === 'attributes' && target instanceof HTMLElement) {
        remove(target);
        if (target.dataset.asset) add(target);
      }
      record.removedNodes.forEach((node) => eachCell(node, remove));
      record.addedNodes.forEach((node) => { if (node.isConnected) eachCell(node, add); });
    }
  }

  /** As the server writes figures: thousands apart, a true minus, never minus zero. */
  xiuhua.figure = (value, digits) => {
    const [whole, part] = Math.abs(value).toFixed(digits).split('.');
    const isZero = Number(Math.abs(value).toFixed(digits)) === 0;
    const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? '.' + part : '');
    return value < 0 && !isZero ? '−' + text : text;
  };

  /**
   * The value as people read it: fixed digits and unit from the cell, words for enumerated values.
   * @param {Xiuhua.Value | undefined} value
   * @param {HTMLElement} cell
   */
  function format(value, cell) {
    if (value === null || value === undefined) return '—';
    if (typeof value === 'number') {
      const digits = cell.dataset.digits === undefined ? 2 : Number(cell.dataset.digits);
      const unit = cell.dataset.unit;
      return xiuhua.figure(value, digits) + (unit ? '\u2009' + unit : '');
    }
    return xiuhua.word(cell.dataset.metric || '', String(value)) || String(value);
  }

  /**
   * The state of the last of the steps ("minor:0.8 major:1") that the value has reached.
   * @param {number} value @param {string} steps
   */
  function reached(value, steps) {
    const state = steps.split(' ').filter((step) => value >= Number(step.split(':')[1] || Infinity)).pop();
    return state ? state.split(':')[0] : 'normal';
  }

  /**
   * A figure, or the bar and the line of trend beside it: they change together.
   * @param {HTMLElement} cell @param {Xiuhua.Value} value
   */
  function write(cell, value) {
    const { full, points, steps } = cell.dataset;
    if (steps !== undefined && typeof value === 'number') cell.dataset.state = reached(value, steps);
    if (points !== undefined) {
      if (typeof value === 'number' && points) cell.dataset.points = points.replace(/[^,]*$/, String(value));
    } else if (full !== undefined) {
      const filled = xiuhua.find(HTMLElement, 'i', cell);
      if (filled && typeof value === 'number') filled.style.width = `${Math.min(Math.max(value / Number(full), 0), 1) * 100}%`;
    } else {
      const text = format(value, cell);
      if (cell.textContent !== text) { xiuhua.setText(cell, text); changed.add(cell); }
    }
  }

  /** How bad a value is, by what its rule compares. @type {Record<string, (value: number) => number>} */
  const BADNESS = { above: (value) => value, below: (value) => -value, magnitude: Math.abs };

  /**
   * The worst so far stands beside the figure of now, unless both read the same.
   * @param {HTMLElement} cell @param {Xiuhua.Value} value
   */
  function keepWorst(cell, value) {
    const badness = BADNESS[cell.dataset.worse || ''];
    if (typeof value !== 'number' || !badness) return;
    if (badness(value) > badness(Number(cell.dataset.worst))) cell.dataset.worst = String(value);
    const text = format(Number(cell.dataset.worst), cell);
    xiuhua.setText(cell, text);
    const whole = cell.closest('.q-worst');
    if (whole instanceof HTMLElement) whole.hidden = text === format(value, cell);
  }

  /** @param {HTMLElement} cell @param {Xiuhua.Change} asset */
  function show(cell, asset) {
    const { metric, worstOf } = cell.dataset;
    if (worstOf && asset.values && worstOf in asset.values) keepWorst(cell, asset.values[worstOf]);
    if (metric && asset.values && metric in asset.values) write(cell, asset.values[metric]);
    if (cell.dataset.steps !== undefined && asset.state === 'offline') cell.dataset.state = 'offline';
    if (cell.dataset.stateOf !== undefined && asset.state && cell.dataset.state !== asset.state) {
      cell.dataset.state = asset.state;
      changed.add(cell);
    }
  }

  /** Marks what changed; a cell that goes on changing stays marked, which costs the browser nothing. */
  function flash() {
    flushing = false;
    const until = performance.now() + FRESH_MS;
    if (xiuhua.reducedMotion()) changed.clear();
    changed.forEach((cell) => {
      if (!freshUntil.has(cell)) cell.classList.add('is-fresh');
      freshUntil.set(cell, until);
    });
    changed.clear();
    if (freshUntil.size && !fading) fading = window.setTimeout(fade, FRESH_MS);
  }

  function fade() {
    const now = performance.now();
    freshUntil.forEach((until, cell) => {
      if (until > now) return;
      cell.classList.remove('is-fresh');
      freshUntil.delete(cell);
    });
    fading = freshUntil.size ? window.setTimeout(fade, FADE_LOOK_MS) : 0;
  }

  /** @param {Xiuhua.Frame} frame */
  function applyFrame(frame) {
    for (const asset of frame.assets || []) {
      const cells = cellsOf.get(asset.id);
      if (cells) cells.forEach((cell) => show(cell, asset));
    }
    if (changed.size && !flushing) {
      flushing = true;
      window.requestAnimationFrame(flash);
    }
    const revisions = frame.feeds;
    if (revisions) xiuhua.feeds.forEach((key) => notify(key, revisions[key]));
  }

  /** @typedef {{ told: number, timer: number, revision: number | null }} FeedStore */
  /** @type {Map<Xiuhua.Feed, FeedStore>} */
  const feeds = new Map();

  /**
   * Hands the newest revision to the store `feed-<key>`, at once when quiet, else at most twice a second.
   * @param {Xiuhua.Feed} key
   * @param {number | undefined} revision
   */
  function notify(key, revision) {
    if (revision === undefined) return;
    const feed = feeds.get(key) || { told: -Infinity, timer: 0, revision: null };
    feeds.set(key, feed);
    if (feed.revision === revision) return;
    feed.revision = revision;
    if (feed.timer) return;
    const wait = Math.max(0, feed.told + FEED_MIN_GAP_MS - performance.now());
    if (wait === 0) tell(key, feed);
    else feed.timer = window.setTimeout(() => tell(key, feed), wait);
  }

  /** @param {Xiuhua.Feed} key @param {FeedStore} feed */
  function tell(key, feed) {
    const known = xiuhua.setProps('feed-' + key, { data: feed.revision });
    feed.told = performance.now();
    feed.timer = known ? 0 : window.setTimeout(() => tell(key, feed), FEED_MIN_GAP_MS);
  }

  /**
   * Whether Dash has mounted the component; it throws when asked for one that it has not.
   * @param {{ getLayout(id: string): unknown }} api
   * @param {string} id
   */
  function isMounted(api, id) {
    try { return Boolean(api.getLayout(id)); } catch { return false; }
  }

  /** Sets properties of the Dash component `id`; false while the page has no such component. */
  xiuhua.setProps = (id, props) => {
    if (!document.getElementById('shell')) return false;
    const api = window.dash_component_api;
    const client = window.dash_clientside;
    if (!client || !api || !isMounted(api, id)) return false;
    client.set_props(id, props);
    return true;
  };

  function start() {
    eachCell(document.body, add);
    new MutationObserver(observe).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ['data-asset'],
    });
    xiuhua.live.subscribe(applyFrame);
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})(window.xiuhua);
