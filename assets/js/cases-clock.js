/* Xiuhua: deadlines of cases by the server's clock: the time left, and the lamp that turns when it is used up. */
'use strict';
(function (xiuhua) {
  const DAY_S = 86400;
  const HOUR_S = 3600;
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, '0');

  /** As layouts/components/cases/lamps.py writes it. @param {number} left_ms */
  function leftText(left_ms) {
    const sign = left_ms < 0 ? '−' : '';
    const rest = Math.floor(Math.abs(left_ms) / 1000);
    if (rest >= 2 * DAY_S) return sign + xiuhua.say('left.days', Math.floor(rest / DAY_S), Math.floor((rest % DAY_S) / HOUR_S));
    const [hours, minutes, seconds] = [Math.floor(rest / HOUR_S), Math.floor((rest % HOUR_S) / 60), rest % 60];
    return hours ? `${sign}${hours}:${two(minutes)}:${two(seconds)}` : `${sign}${two(minutes)}:${two(seconds)}`;
  }

  /** @param {number} now @param {number} due @param {number} yellow */
  function lampOf(now, due, yellow) {
    if (now > due) return 'critical';
    return now >= yellow ? 'minor' : 'normal';
  }

  /** @param {HTMLElement} mark @param {number} now */
  function turn(mark, now) {
    const due = Number(mark.dataset.lampDue);
    const state = lampOf(now, due, Number(mark.dataset.lampYellow || due + 1));
    if (mark.dataset.state !== state) mark.dataset.state = state;
  }

  /** @param {HTMLElement} node @param {number} now */
  function count(node, now) {
    const left = Number(node.dataset.left) - now;
    xiuhua.setText(node, leftText(left));
    if (left < 0 && node.dataset.lamp !== 'red') node.dataset.lamp = 'red';
  }

  function tick() {
    if (document.visibilityState === 'hidden' || !xiuhua.clock.isKnown) return;
    const now = xiuhua.clock.now();
    xiuhua.all('[data-left]').forEach((node) => count(node, now));
    xiuhua.all('[data-lamp-due]').forEach((mark) => turn(mark, now));
  }

  window.setInterval(tick, 1000);
  xiuhua.caseClock = { leftText, lampOf };
})(window.xiuhua);
