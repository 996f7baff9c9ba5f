/* Xiuhua: the live badge and the age of each layer's newest data. */
'use strict';
(function (xiuhua) {
  const STALE_S = 3;
  const newest = new Map();
  let clockOffset_ms = 0;

  function seconds(age_s) {
    if (age_s < 10) return age_s.toFixed(1) + ' s';
    if (age_s < 120) return Math.round(age_s) + ' s';
    if (age_s < 7200) return Math.round(age_s / 60) + xiuhua.text(' 分', ' min');
    return Math.round(age_s / 3600) + xiuhua.text(' 小时', ' h');
  }

  function badgeText(state, age_s) {
    if (age_s === null) return xiuhua.text('正在连接', 'Connecting');
    if (state === 'live' && age_s <= STALE_S) return xiuhua.text('实时 ', 'Live ') + seconds(age_s);
    const stopped = xiuhua.text('数据停更 ', 'No data for ') + seconds(age_s);
    return state === 'lost' ? stopped + xiuhua.text(' · 正在重连', ' · reconnecting') : stopped;
  }

  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function paintBadges() {
    const { state } = xiuhua.live;
    const text = badgeText(state, xiuhua.live.age_s());
    document.querySelectorAll('[data-live-badge]').forEach((badge) => {
      if (badge.dataset.state !== state) badge.dataset.state = state;
      setText(badge.querySelector('[data-live-age]') || badge, text);
    });
  }

  function paintAges() {
    const now = Date.now() + clockOffset_ms;
    document.querySelectorAll('[data-age-of]').forEach((node) => {
      const at = newest.get(node.dataset.ageOf);
      const age_s = at ? Math.max(0, (now - at) / 1000) : null;
      setText(node, age_s === null ? '–' : seconds(age_s) + xiuhua.text('前', ' ago'));
      node.classList.toggle('is-stale', xiuhua.live.state !== 'live' || age_s === null);
    });
  }

  function paint() {
    if (document.visibilityState === 'hidden') return;
    paintBadges();
    paintAges();
  }

  /** Notes that `key` (a layer, a kind or a feed) has data as new as `at` (epoch ms). */
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
  /** How old the newest data of `key` is, by the server's clock; null when there was none. */
  const age_s = (key) => (newest.has(key) ? Math.max(0, (Date.now() + clockOffset_ms - newest.get(key)) / 1000) : null);

  xiuhua.ages = { note, seconds, age_s };
})(window.xiuhua = window.xiuhua || {});
