/* Xiuhua: the live badge and the age of each layer's newest data. */
'use strict';
(function (xiuhua) {
  const STALE_S = 3;
  /** @type {Map<string, number>} */
  const newest = new Map();
  let clockOffset_ms = 0;

  /** @param {number} age_s */
  function seconds(age_s) {
    if (age_s < 10) return age_s.toFixed(1) + ' s';
    if (age_s < 120) return Math.round(age_s) + ' s';
    if (age_s < 7200) return xiuhua.say('unit.minutes', Math.round(age_s / 60));
    return xiuhua.say('unit.hours', Math.round(age_s / 3600));
  }

  /** @param {Xiuhua.Connection} state @param {number | null} age_s */
  function badgeText(state, age_s) {
    if (age_s === null) return xiuhua.say('live.connecting');
    if (state === 'live' && age_s <= STALE_S) return xiuhua.say('live.age', seconds(age_s));
    return state === 'lost' ? xiuhua.say('live.lost', seconds(age_s)) : xiuhua.say('live.silent', seconds(age_s));
  }

  /** @param {HTMLElement} node @param {string} text */
  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function paintBadges() {
    const { state } = xiuhua.live;
    const text = badgeText(state, xiuhua.live.age_s());
    xiuhua.all('[data-live-badge]').forEach((badge) => {
      if (badge.dataset.state !== state) badge.dataset.state = state;
      setText(xiuhua.find(HTMLElement, '[data-live-age]', badge) || badge, text);
    });
  }

  function paintAges() {
    const now = Date.now() + clockOffset_ms;
    xiuhua.all('[data-age-of]').forEach((node) => {
      const at = newest.get(node.dataset.ageOf || '');
      const age_s = at ? Math.max(0, (now - at) / 1000) : null;
      setText(node, age_s === null ? '–' : xiuhua.say('ago', seconds(age_s)));
      node.classList.toggle('is-stale', xiuhua.live.state !== 'live' || age_s === null);
    });
  }

  function paint() {
    if (document.visibilityState === 'hidden') return;
    paintBadges();
    paintAges();
  }

  /**
   * Notes that `key` (a layer, a kind or a feed) has data as new as `at` (epoch ms).
   * @param {string} key
   * @param {number} at
   */
  function note(key, at) {
    if (at > (newest.get(key) || 0)) newest.set(key, at);
  }

  xiuhua.live.subscribe((frame) => {
    const at = Date.parse(frame.t);
    if (!Number.isFinite(at)) return;
    clockOffset_ms = at - Date.now();
    Object.keys(frame.feeds || {}).forEach((key) => note(key, at));
    if (frame.assets && frame.assets.length) note('assets', at);
  });

  document.addEventListener('xiuhua:state', paint);
  window.setInterval(paint, 200);
  /**
   * How old the newest data of `key` is, by the server's clock; null when there was none.
   * @param {string} key
   */
  const age_s = (key) => {
    const at = newest.get(key);
    return at === undefined ? null : Math.max(0, (Date.now() + clockOffset_ms - at) / 1000);
  };

  xiuhua.ages = { note, seconds, age_s };
})(window.xiuhua);
