/* Xiuhua: the live badge and the age of each layer's newest data. */
'use strict';
(function (xiuhua) {
  const STALE_S = 3;
  /** From here on the badge says that it is the reading whose age it tells. */
  const PAUSE_S = 10;
  /** @type {Map<string, number>} */
  const newest = new Map();
  /** After so long a silence readings count as old, as the server says: some cities report seldom. */
  let mayBeSilent_s = Infinity;

  /** @param {number} age_s */
  function seconds(age_s) {
    if (age_s < 10) return age_s.toFixed(1) + ' s';
    if (age_s < 120) return Math.round(age_s) + ' s';
    if (age_s < 7200) return xiuhua.say('unit.minutes', Math.round(age_s / 60));
    return xiuhua.say('unit.hours', Math.round(age_s / 3600));
  }

  /**
   * The older of the two ages: that of the channel, and that of the newest readings.
   * @param {Xiuhua.Connection} state @param {number | null} channel_s
   */
  function badgeText(state, channel_s) {
    if (channel_s === null) return xiuhua.say('live.connecting');
    const data_s = age_s('assets') ?? 0;
    const told = seconds(Math.max(channel_s, data_s));
    if (state === 'lost') return xiuhua.say('live.lost', told);
    const isLive = state === 'live' && channel_s <= STALE_S;
    if (isLive && data_s <= PAUSE_S) return xiuhua.say('live.age', told);
    if (isLive) return xiuhua.say('live.reading', told);
    return data_s > channel_s ? xiuhua.say('live.data', told) : xiuhua.say('live.silent', told);
  }

  /** The age of the newest readings when they are old, in a city that spoke before; else null. */
  function silence_s() {
    const quiet_s = age_s('assets');
    return quiet_s !== null && quiet_s > mayBeSilent_s ? quiet_s : null;
  }

  /** What shows the present turns grey while it does not: that of devices alone while only their readings are old. */
  function paintPage() {
    const { dataset } = document.documentElement;
    const old = ['stale', 'lost'].includes(xiuhua.live.state) ? 'channel' : silence_s() !== null ? 'readings' : '';
    if (!old) delete dataset.stale; else if (dataset.stale !== old) dataset.stale = old;
  }

  function paintBadges() {
    const state = xiuhua.live.state === 'live' && silence_s() !== null ? 'stale' : xiuhua.live.state;
    const text = badgeText(state, xiuhua.live.age_s());
    xiuhua.all('[data-live-badge]').forEach((badge) => {
      if (badge.dataset.state !== state) badge.dataset.state = state;
      xiuhua.setText(xiuhua.find(HTMLElement, '[data-live-age]', badge) || badge, text);
    });
  }

  function paintAges() {
    const now = xiuhua.clock.now();
    xiuhua.all('[data-age-of]').forEach((node) => {
      const at = newest.get(node.dataset.ageOf || '');
      const age_s = at ? Math.max(0, (now - at) / 1000) : null;
      xiuhua.setText(node, age_s === null ? '—' : xiuhua.say('ago', seconds(age_s)));
      node.classList.toggle('is-stale', xiuhua.live.state !== 'live' || age_s === null);
    });
  }

  function paint() {
    if (document.visibilityState === 'hidden') return;
    paintPage();
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
    Object.keys(frame.feeds || {}).forEach((key) => note(key, at));
    if (frame.quiet !== undefined) mayBeSilent_s = frame.quiet / 1000;
    note('assets', (frame.assets || []).reduce((latest, change) => Math.max(latest, change.at || 0), frame.newest || 0));
  });

  document.addEventListener('xiuhua:state', paint);
  window.setInterval(paint, 200);
  /**
   * How old the newest data of `key` is, by the server's clock; null when there was none.
   * @param {string} key
   */
  const age_s = (key) => {
    const at = newest.get(key);
    return at === undefined ? null : Math.max(0, (xiuhua.clock.now() - at) / 1000);
  };

  xiuhua.ages = { note, seconds, age_s, silence_s };
})(window.xiuhua);
