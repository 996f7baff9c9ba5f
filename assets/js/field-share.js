/* Xiuhua: a phone shares its position while its page is open; without a network positions wait on it, in order. */
'use strict';
(function (xiuhua) {
  const KEPT = 'xiuhua-positions';
  const MOST_KEPT = 2000;
  const AT_ONCE = 200;
  const EVERY_MS = 10000;

  /** @type {number | null} */
  let watch = null;
  let sentAt = 0;
  let isSending = false;

  const button = () => xiuhua.find(HTMLElement, '[data-share-position]');
  /** @param {string} text */
  const report = (text) => { const place = xiuhua.find(HTMLElement, '[data-share-said]'); if (place) place.textContent = text; };

  /** @returns {object[]} */
  function waiting() {
    try {
      const read = JSON.parse(window.localStorage.getItem(KEPT) || '[]');
      return Array.isArray(read) ? read : [];
    } catch {
      return [];
    }
  }

  /** @param {object[]} positions */
  const keep = (positions) => window.localStorage.setItem(KEPT, JSON.stringify(positions.slice(-MOST_KEPT)));

  /** @param {GeolocationPosition} found */
  function hear({ coords, timestamp }) {
    const position = {
      lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, speed_mps: coords.speed,
      heading_deg: Number.isFinite(coords.heading) ? coords.heading : null, ts: Math.round(timestamp),
    };
    keep([...waiting(), position]);
    send();
  }

  async function send() {
    const all = waiting();
    if (isSending || !all.length) return;
    isSending = true;
    const part = all.slice(0, AT_ONCE);
    try {
      const answer = await window.fetch('/api/v1/positions', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRFToken': xiuhua.formToken() }, body: JSON.stringify(part),
      });
      if (answer.status === 401) { xiuhua.signIn(); return; }
      if (answer.status >= 500) throw new Error(String(answer.status));
      keep(waiting().slice(part.length));
      tell(await answer.json(), answer.ok);
    } catch {
      report(xiuhua.say('share.kept', waiting().length));
    } finally {
      isSending = false;
    }
    if (waiting().length >= AT_ONCE) send();
  }

  /** @param {{ kept?: number, refused?: Record<string, number>, detail?: string }} answer @param {boolean} isTaken */
  function tell(answer, isTaken) {
    if (!isTaken) { report(xiuhua.say('share.refused', answer.detail || '')); return; }
    const [reason] = Object.keys(answer.refused || {});
    if (answer.kept) { sentAt = Date.now(); report(xiuhua.say('share.on', xiuhua.fieldServer.timeText(sentAt, { isPhones: true, hasSeconds: true }))); }
    else if (reason === 'off_duty') report(xiuhua.say('share.off_duty'));
    else if (reason) report(xiuhua.say('share.refused', reason));
  }

  function begin() {
    if (!window.isSecureContext || !navigator.geolocation) { report(xiuhua.say('share.insecure')); return; }
    report(xiuhua.say('share.waiting'));
    // Asked anew each time: a watch says nothing while the phone lies still, which would look like no signal.
    watch = window.setInterval(locate, EVERY_MS);
    locate();
    paint();
  }

  function locate() {
    navigator.geolocation.getCurrentPosition(hear, fail, { enableHighAccuracy: true, maximumAge: EVERY_MS / 2, timeout: 2 * EVERY_MS });
  }

  /** @param {GeolocationPositionError} error */
  function fail(error) {
    if (error.code === error.PERMISSION_DENIED) { end(); report(xiuhua.say('share.denied')); } else report(xiuhua.say('share.no_fix'));
  }

  function end() {
    if (watch !== null) window.clearInterval(watch);
    watch = null;
    paint();
  }

  /** The button is drawn anew by the server; it says what holds. */
  function paint() {
    const place = button();
    if (!place) return;
    const text = watch === null ? place.dataset.off : place.dataset.on;
    if (place.textContent !== text) place.textContent = text || '';
    place.classList.toggle('primary', watch === null);
  }

  xiuhua.onClick([['[data-share-position]', () => { if (watch === null) begin(); else end(); }]]);
  window.addEventListener('online', send);
  window.setInterval(() => { paint(); if (watch !== null) send(); }, EVERY_MS);
  new MutationObserver(paint).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua);
