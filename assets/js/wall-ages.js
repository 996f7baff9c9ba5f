/* Xiuhua wall: the clock, and how old the data of each panel is; stale panels turn grey and say since when. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const wall = xiuhua.wall = /** @type {Xiuhua.Wall} */ ({ pictureAt: 0, receivedAt: 0 });
  const PICTURE_STALE_S = 45;
  let liveUntil = xiuhua.clock.now();

  /** @type {Map<string, Record<'time' | 'minute' | 'day' | 'weekday', Intl.DateTimeFormat>>} */
  const clocks = new Map();
  /** @param {string} zone */
  function formats(zone) {
    const known = clocks.get(zone);
    if (known) return known;
    const locale = document.documentElement.lang;
    const clock = {
      time: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
      minute: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      day: new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
      weekday: new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short' }),
    };
    clocks.set(zone, clock);
    return clock;
  }

  wall.zone = () => {
    return document.querySelector('[data-wall-clock]')?.getAttribute('data-wall-clock') || 'UTC';
  };

  /** @param {Element | null} node @param {string} text */
  function setText(node, text) {
    if (node) xiuhua.setText(node, text);
  }

  function tell() {
    if (!xiuhua.clock.isKnown) return;
    const { time, day, weekday } = formats(wall.zone());
    const now = new Date(xiuhua.clock.now());
    setText(document.querySelector('[data-wall-clock]'), time.format(now));
    setText(document.querySelector('[data-wall-date]'), `${day.format(now)} ${weekday.format(now)}`);
  }

  /** @param {number} at */
  const minute = (at) => formats(wall.zone()).minute.format(new Date(at));

  /** Since when nothing new came: the channel's silence, or the picture's own age; null while all is fresh. */
  function staleSince() {
    const now = xiuhua.clock.now();
    if (xiuhua.live.state === 'live') liveUntil = now;
    const silent_s = xiuhua.live.age_s();
    if (xiuhua.live.state !== 'live') return silent_s === null ? liveUntil : now - silent_s * 1000;
    const quiet_s = xiuhua.ages.silence_s();
    if (quiet_s !== null) return now - quiet_s * 1000;
    const picture_ms = performance.now() - wall.receivedAt;
    if (wall.pictureAt && picture_ms > PICTURE_STALE_S * 1000) return now - picture_ms;
    return null;
  }

  /** @param {HTMLElement} node @param {number | null} stale */
  function age(node, stale) {
    if (stale !== null) return xiuhua.say('wall.stale', minute(stale));
    const seconds = xiuhua.ages.age_s(node.dataset.wallAge || '');
    return seconds === null ? xiuhua.say('wall.live') : xiuhua.say('ago', xiuhua.ages.seconds(seconds));
  }

  function paint() {
    if (document.visibilityState === 'hidden') return;
    tell();
    const stale = staleSince();
    xiuhua.all('.wall [data-wall-age]').forEach((node) => setText(node, age(node, stale)));
    xiuhua.all('.wall-panel').forEach((panel) => {
      if (stale === null) panel.removeAttribute('data-stale'); else panel.dataset.stale = '';
    });
  }

  document.addEventListener('xiuhua:wall-picture', () => { wall.receivedAt = performance.now(); paint(); });
  document.addEventListener('xiuhua:state', paint);
  window.setInterval(paint, 1000);
  paint();
})(window.xiuhua);
