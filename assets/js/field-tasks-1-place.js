/* Xiuhua: where the phone is, for distances and for the proof of having been there. */
'use strict';
(function (xiuhua) {
  const FRESH_MS = 20000;
  const PATIENCE_MS = 15000;
  const DEGREE_M = 111195;
  const WALK_M_PER_MIN = 70;
  /** @type {Xiuhua.FieldPlace | null} */
  let known = null;
  /** @type {Xiuhua.PlaceState} */
  let state = window.isSecureContext && window.navigator.geolocation ? 'off' : 'insecure';
  let watch = 0;

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
    if (watch) window.navigator.geolocation.clearWatch(watch);
    watch = 0;
  }

  /** Follows the phone while the page is seen; the browser may ask the person. */
  function begin() {
    if (state === 'insecure' || watch) return;
    if (!known) enter('waiting');
    watch = window.navigator.geolocation.watchPosition(hear, fail, { enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: PATIENCE_MS });
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
    stop(); // a phone that lies still tells nothing new while it is followed
    window.navigator.geolocation.getCurrentPosition((found) => { begin(); resolve(hear(found)); }, missed, { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS });
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
