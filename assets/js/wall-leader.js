/* Xiuhua wall: the line that leads from the red alarm's card to its mark on the map. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const RING_REM = 2;
  /** How far from the card's corners the line may leave it. */
  const CORNER_REM = 1.5;

  /** @param {string} selector */
  const boxOf = (selector) => xiuhua.find(HTMLElement, selector)?.getBoundingClientRect();
  /** @param {number} value @param {number} low @param {number} high */
  const between = (value, low, high) => Math.max(low, Math.min(high, value));

  /**
   * Where the mark is, when it can be seen: on the map between columns, figures and foot, and beside the card.
   * @param {DOMRect} card
   */
  function markInSight(card) {
    const mark = wall.markAt();
    const [middle, above, below] = ['.wall-middle', '.wall-kpis', '.wall-foot'].map(boxOf);
    if (!mark || !middle || !above || !below) return null;
    const { x, y } = mark;
    const isOnMap = x > middle.left && x < middle.right && y > above.bottom && y < below.top;
    const isUnderCard = x > card.left && x < card.right && y > card.top && y < card.bottom;
    return isOnMap && !isUnderCard ? mark : null;
  }

  /**
   * From the card's edge that is nearest to the mark to the ring around the mark.
   * @param {DOMRect} card
   * @param {{ x: number, y: number }} mark
   */
  function ends(card, mark) {
    const corner = CORNER_REM * wall.rem();
    const from = { x: between(mark.x, card.left, card.right), y: between(mark.y, card.top + corner, card.bottom - corner) };
    const [dx, dy] = [from.x - mark.x, from.y - mark.y];
    const part = Math.min(1, (RING_REM * wall.rem()) / (Math.hypot(dx, dy) || 1));
    return [from, { x: mark.x + dx * part, y: mark.y + dy * part }];
  }

  /** Draws the line anew, or takes it away while there is nothing to lead to or the map is in flight. */
  wall.lead = (hasArrived) => {
    const place = xiuhua.find(HTMLElement, '[data-wall-leader]');
    if (!place) return;
    // The card's place: the card itself still moves into it.
    const card = boxOf('[data-slot=focus]:not(:empty)');
    const mark = hasArrived && card ? markInSight(card) : null;
    if (!card || !mark) { place.replaceChildren(); return; }
    const { left, top } = place.getBoundingClientRect();
    const [from, to] = ends(card, mark).map(({ x, y }) => ({ x: Math.round(x - left), y: Math.round(y - top) }));
    const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    const known = place.querySelectorAll('path');
    if (known.length) known.forEach((line) => line.setAttribute('d', path));
    else place.innerHTML = `<svg aria-hidden="true"><path class="is-halo" d="${path}"/><path d="${path}"/></svg>`;
  };
})(window.xiuhua);
