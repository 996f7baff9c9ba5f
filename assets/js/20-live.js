/* Xiuhua: the live client. One WebSocket, numbered frames, resume after a gap, honest about silence. */
'use strict';
(function (xiuhua) {
  const STALE_MS = 3000;
  const SILENT_MS = 10000;
  const RETRY_MIN_MS = 250;
  const RETRY_MAX_MS = 5000;
  const LOST_AFTER = 4;
  const NOT_SIGNED_IN = 4401;

  /** @type {Set<(frame: Xiuhua.Frame) => void>} */
  const subscribers = new Set();
  /** @type {Xiuhua.Position} */
  const position = { n: null, epoch: null, t: null };
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {Xiuhua.Connection} */
  let state = 'connecting';
  let failures = 0;
  let retryTimer = 0;
  let heardAt = performance.now();
  let triedAt = heardAt;
  let everHeard = false;

  /** @param {string} name @param {unknown} detail */
  function announce(name, detail) {
    document.dispatchEvent(new CustomEvent('xiuhua:' + name, { detail }));
  }

  /** @param {Xiuhua.Connection} next */
  function enter(next) {
    if (next === state) return;
    state = next;
    announce('state', state);
  }

  function address() {
    const url = new URL('/api/v1/live', window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('csrf', xiuhua.formToken());
    if (position.n !== null) url.searchParams.set('since', String(position.n));
    if (position.epoch !== null) url.searchParams.set('epoch', position.epoch);
    if (position.t !== null) url.searchParams.set('t', position.t);
    return url;
  }

  function connect() {
    window.clearTimeout(retryTimer);
    drop();
    socket = new WebSocket(address());
    socket.onmessage = receive;
    socket.onclose = leave;
    triedAt = performance.now();
  }

  function drop() {
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  /** @param {CloseEvent} event */
  function leave(event) {
    if (event.code !== NOT_SIGNED_IN) { retryLater(); return; }
    drop();
    xiuhua.signIn();
  }

  function retryLater() {
    drop();
    failures += 1;
    enter(failures > LOST_AFTER ? 'lost' : everHeard ? 'stale' : 'connecting');
    const ceiling = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(failures - 1, 6));
    retryTimer = window.setTimeout(connect, ceiling * (0.5 + Math.random() / 2));
  }

  function retryNow() {
    if (document.visibilityState === 'hidden') return;
    const quiet = silence() > STALE_MS;
    if (!socket || socket.readyState > WebSocket.OPEN || quiet) connect();
  }

  /** @param {MessageEvent<string>} message */
  function receive(message) {
    const begun = performance.now();
    const frame = JSON.parse(message.data);
    heardAt = begun;
    everHeard = true;
    failures = 0;
    enter('live');
    if (isKnown(frame)) return;
    remember(frame);
    subscribers.forEach((fn) => fn(frame));
    announce('frame', frame);
    if (hasChanges(frame)) announce('took', performance.now() - begun);
  }

  /**
   * A frame that was already applied (a resumed gap may overlap) is passed over.
   * @param {Xiuhua.Frame} frame
   */
  function isKnown(frame) {
    return !frame.reset && frame.epoch === position.epoch && position.n !== null && frame.n <= position.n && hasChanges(frame);
  }

  /** @param {Xiuhua.Frame} frame */
  function hasChanges(frame) {
    return Boolean((frame.assets && frame.assets.length) || (frame.feeds && Object.keys(frame.feeds).length));
  }

  /** @param {Xiuhua.Frame} frame */
  function remember(frame) {
    if (frame.n !== undefined) position.n = frame.n;
    if (frame.epoch !== undefined) position.epoch = frame.epoch;
    if (frame.t !== undefined) position.t = frame.t;
  }

  /** Time in ms since the open connection last gave a sign, its opening included. */
  function silence() {
    return performance.now() - Math.max(heardAt, triedAt);
  }

  function watch() {
    if (socket && silence() > SILENT_MS) { retryLater(); return; }
    if (silence() > STALE_MS && state === 'live') enter('stale');
  }

  xiuhua.live = {
    /** Calls `fn(frame)` for every new frame; returns the function that ends this. */
    subscribe(fn) {
      subscribers.add(fn);
      return () => subscribers.delete(fn);
    },
    /** Seconds since the last frame or heartbeat; null before the first. */
    age_s: () => (everHeard ? (performance.now() - heardAt) / 1000 : null),
    /** Tells the server something, if it listens. */
    say(text) {
      if (socket && socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    get state() { return state; },
    get position() { return { ...position }; },
    /** Connects anew and continues behind the given frame, as after loading a snapshot. */
    resumeAt(n, epoch, t) {
      Object.assign(position, { n, epoch, t });
      connect();
    },
  };

  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', retryNow);
  window.addEventListener('pagehide', drop);
  window.addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
  window.setInterval(watch, 500);
  connect();
})(window.xiuhua);
