/* Xiuhua: live cells (elements that show one value or the state of one asset) and the feed notices. */
'use strict';
(function (xiuhua) {
  const FEED_MIN_GAP_MS = 500;
  const FRESH_MS = 300;
  const FADE_LOOK_MS = 100;
  const cellsOf = new Map();
  const changed = new Set();
  const freshUntil = new Map();
  let flushing = false;
  let fading = 0;

  /** How the states of each enumerated metric read: {metric: {state: words}}, in the language of the shell. */
  let words = null;
  function wordsOf(metric) {
    const shell = document.getElementById('shell');
    if (!words && shell) words = JSON.parse(shell.dataset.stateWords);
    return (words && words[metric]) || {};
  }

  function eachCell(node, fn) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.dataset.asset) fn(node);
    node.querySelectorAll('[data-asset]').forEach(fn);
  }

  function add(cell) {
    const id = cell.dataset.asset;
    if (!cellsOf.has(id)) cellsOf.set(id, new Set());
    cellsOf.get(id).add(cell);
    cell.xiuhuaAsset = id;
  }

  function remove(cell) {
    const cells = cellsOf.get(cell.xiuhuaAsset);
    if (!cells || !cells.delete(cell) || cells.size) return;
    cellsOf.delete(cell.xiuhuaAsset);
  }

  function observe(records) {
    for (const record of records) {
      if (record.type === 'attributes') {
        remove(record.target);
        if (record.target.dataset.asset) add(record.target);
      }
      record.removedNodes.forEach((node) => eachCell(node, remove));
      record.addedNodes.forEach((node) => { if (node.isConnected) eachCell(node, add); });
    }
  }

  /** The value as people read it: fixed digits and unit from the cell, words for enumerated values. */
  function format(value, cell) {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'number') {
      const digits = cell.dataset.digits === undefined ? 2 : Number(cell.dataset.digits);
      const unit = cell.dataset.unit;
      return value.toFixed(digits) + (unit ? '\u2009' + unit : '');
    }
    return wordsOf(cell.dataset.metric)[value] || String(value);
  }

  function show(cell, asset) {
    const { metric } = cell.dataset;
    if (metric && asset.values && metric in asset.values) {
      const text = format(asset.values[metric], cell);
      if (cell.textContent !== text) { cell.textContent = text; changed.add(cell); }
    }
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

  function applyFrame(frame) {
    for (const asset of frame.assets || []) {
      const cells = cellsOf.get(asset.id);
      if (cells) cells.forEach((cell) => show(cell, asset));
    }
    if (changed.size && !flushing) {
      flushing = true;
      window.requestAnimationFrame(flash);
    }
    Object.entries(frame.feeds || {}).forEach(([key, revision]) => notify(key, revision));
  }

  const FOLLOWED = new Set((document.documentElement.dataset.feeds || '').split(' '));
  const feeds = new Map();

  /** Hands the newest revision to the store `feed-<key>`, at once when quiet, else at most twice a second. */
  function notify(key, revision) {
    if (!FOLLOWED.has(key)) return;
    const feed = feeds.get(key) || { told: -Infinity, timer: 0, revision: null };
    feeds.set(key, feed);
    if (feed.revision === revision) return;
    feed.revision = revision;
    if (feed.timer) return;
    const wait = Math.max(0, feed.told + FEED_MIN_GAP_MS - performance.now());
    if (wait === 0) tell(key, feed);
    else feed.timer = window.setTimeout(() => tell(key, feed), wait);
  }

  function tell(key, feed) {
    const known = xiuhua.setProps('feed-' + key, { data: feed.revision });
    feed.told = performance.now();
    feed.timer = known ? 0 : window.setTimeout(() => tell(key, feed), FEED_MIN_GAP_MS);
  }

  /** Whether Dash has mounted the component; it throws when asked for one that it has not. */
  function isMounted(api, id) {
    try { return Boolean(api.getLayout(id)); } catch (unknown) { return false; }
  }

  /** Sets properties of the Dash component `id`; false while the page has no such component. */
  xiuhua.setProps = (id, props) => {
    if (!document.getElementById('shell')) return false;
    const api = window.dash_component_api;
    const client = window.dash_clientside;
    if (!client || !client.set_props || !api || !api.getLayout || !isMounted(api, id)) return false;
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
})(window.xiuhua = window.xiuhua || {});
