/* Xiuhua: where the phone is, for distances and for the proof of having been there. */
'use strict';
(function (xiuhua) {
  const FRESH_MS = 20000;
  const EVERY_MS = 10000;
  const PATIENCE_MS = 15000;
  const DEGREE_M = 111195;
  const WALK_M_PER_MIN = 70;
  /** @type {Xiuhua.FieldPlace | null} */
  let known = null;
  /** @type {Xiuhua.PlaceState} */
  let state = window.isSecureContext && window.navigator.geolocation ? 'off' : 'insecure';
  let timer = 0;

  /** @param {Xiuhua.PlaceState} next */
  function enter(next) {
    state = next;
    document.dispatchEvent(new CustomEvent('xiuhua:place'));
  }

  /** @param {GeolocationPosition} found @returns {Xiuhua.FieldPlace} */
  function hear({ coords, timestamp }) {
    known = { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, at: timestamp };
    enter('found');
    return known;
  }

  /** @param {GeolocationPositionError} error */
  function fail(error) {
    if (error.code === error.PERMISSION_DENIED) { stop(); enter('denied'); } else if (!known) enter('none');
  }

  function stop() {
    window.clearInterval(timer);
    timer = 0;
  }

  const locate = () => window.navigator.geolocation.getCurrentPosition(hear, fail, { enableHighAccuracy: true, maximumAge: EVERY_MS / 2, timeout: PATIENCE_MS });

  /** Asks again and again while the page is seen, as a phone that lies still tells nothing new while it is watched; the
   * browser may ask the person. */
  function begin() {
    if (state === 'insecure' || timer) return;
    if (!known) enter('waiting');
    timer = window.setInterval(locate, EVERY_MS);
    locate();
  }

  /** Begins where the person allowed it before, without a question. */
  async function beginIfAllowed() {
    if (state === 'insecure' || !window.navigator.permissions) return;
    const { state: answer } = await window.navigator.permissions.query({ name: 'geolocation' });
    if (answer === 'granted') begin();
  }

  /** Where the phone is right now; null when that cannot be known. @returns {Promise<Xiuhua.FieldPlace | null>} */
  const fresh = () => new Promise((resolve) => {
    if (state === 'insecure') { resolve(null); return; }
    if (known && Math.abs(Date.now() - known.at) < FRESH_MS) { resolve(known); return; }
    enter('waiting');
    const missed = (/** @type {GeolocationPositionError} */ error) => { fail(error); resolve(null); };
    window.navigator.geolocation.getCurrentPosition((found) => { resolve(hear(found)); begin(); }, missed, { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS });
  });

  /** @param {{ lon: number, lat: number }} one @param {{ lon: number, lat: number }} other */
  function metres(one, other) {
    const east = (other.lon - one.lon) * Math.cos(((one.lat + other.lat) * Math.PI) / 360);
    return Math.hypot(east, other.lat - one.lat) * DEGREE_M;
  }

  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') stop(); else if (known) begin(); });

  xiuhua.fieldPlace = {
    begin, beginIfAllowed, fresh, metres,
    now: () => known,
    state: () => state,
    walk_min: (distance_m) => Math.max(1, Math.round(distance_m / WALK_M_PER_MIN)),
  };
})(window.xiuhua);
