/* Xiuhua: sparklines. An element with data-points="0.1,0.2,…" gets a small line of them in its own colour. */
'use strict';
(function () {
  const W = 74;
  const H = 22;

  /** @param {Node} node */
  function draw(node) {
    if (!(node instanceof HTMLElement)) return;
    const points = (node.dataset.points || '').split(',').filter(Boolean).map(Number);
    if (points.length < 4) { node.replaceChildren(); return; }
    const low = Math.min(...points);
    const span = Math.max(...points) - low || Math.abs(low) * 0.2 || 1;
    const xy = points.map((value, i) => [
      (i / (points.length - 1)) * W, H - 3 - ((value - low) / span) * (H - 6),
    ].map((v) => v.toFixed(1)).join(','));
    node.innerHTML = `<svg viewBox="0 0 ${W} ${H}" preserveAspectRatio="none" aria-hidden="true">`
      + `<polyline points="${xy.join(' ')}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>`;
  }

  /** @param {Node} node */
  function each(node) {
    if (!(node instanceof Element)) return;
    if (node.matches('.spark')) draw(node);
    node.querySelectorAll('.spark').forEach(draw);
  }

  function start() {
    each(document.body);
    new MutationObserver((records) => records.forEach((record) => {
      if (record.type === 'attributes') draw(record.target);
      else record.addedNodes.forEach(each);
    })).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-points'] });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
