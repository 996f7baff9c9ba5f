/* Xiuhua wall: the clock, and how old the data of each panel is; stale panels turn grey and say since when. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const wall = xiuhua.wall = xiuhua.wall || {};
  const PICTURE_STALE_S = 45;
  let liveUntil = Date.now();

  const clock = {};
  function formats(zone) {
    if (!clock[zone]) {
      const locale = document.documentElement.lang;
      clock[zone] = {
        time: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
        minute: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
        day: new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
        weekday: new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short' }),
      };
    }
    return clock[zone];
  }

  wall.zone = () => {
    const node = document.querySelector('[data-wall-clock]');
    return node ? node.dataset.wallClock : 'UTC';
  };

  function setText(node, text) {
    if (node && node.textContent !== text) node.textContent = text;
  }

  function tell() {
    const { time, day, weekday } = formats(wall.zone());
    const now = new Date();
    setText(document.querySelector('[data-wall-clock]'), time.format(now));
    setText(document.querySelector('[data-wall-date]'), `${day.format(now)} ${weekday.format(now)}`);
  }

  const minute = (at) => formats(wall.zone()).minute.format(new Date(at));

  /** Since when nothing new came: the channel's silence, or the picture's own age; null while all is fresh. */
  function staleSince() {
    const now = Date.now();
    if (xiuhua.live.state === 'live') liveUntil = now;
    if (xiuhua.live.state !== 'live' && xiuhua.live.age_s() !== null) return now - xiuhua.live.age_s() * 1000;
    if (xiuhua.live.state !== 'live') return liveUntil;
    if (wall.pictureAt && now - wall.receivedAt > PICTURE_STALE_S * 1000) return wall.receivedAt;
    return null;
  }

  function age(node, stale) {
    if (stale !== null) return xiuhua.text('数据停更 自 ', 'stale since ') + minute(stale);
    const seconds = xiuhua.ages.age_s(node.dataset.wallAge);
    return seconds === null ? xiuhua.text('实时', 'live') : xiuhua.ages.seconds(seconds) + xiuhua.text('前', ' ago');
  }

  function paint() {
    if (document.visibilityState === 'hidden') return;
    tell();
    const stale = staleSince();
    document.querySelectorAll('.wall [data-wall-age]').forEach((node) => setText(node, age(node, stale)));
    document.querySelectorAll('.wall-panel').forEach((panel) => {
      if (stale === null) panel.removeAttribute('data-stale'); else panel.dataset.stale = '';
    });
  }

  document.addEventListener('xiuhua:wall-picture', () => { wall.receivedAt = Date.now(); paint(); });
  document.addEventListener('xiuhua:state', paint);
  window.setInterval(paint, 1000);
  paint();
})(window.xiuhua = window.xiuhua || {});
