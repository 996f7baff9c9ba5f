/* Every fault of a wall's layout that boxes betray: scrolling, overlapping, standing out, text that is cut. */
() => {
  'use strict';
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) faults.push('the page scrolls');
  /** @param {Element} node */
  const box = (node) => node.getBoundingClientRect();
  /** @param {Element} node */
  const seen = (node) => box(node).width > 0 && box(node).height > 0;
  /** @param {Element} node */
  const nameOf = (node) => node.getAttribute('data-panel') || node.className;

  const whole = '.wall-title-left > *, .wall-title h1, .wall-title-right > *, .wall-panel, .wall-kpis, .wall-legend, .wall-tabs, .wall-ticker';
  const frames = [...document.querySelectorAll(whole)].filter(seen);
  frames.forEach((frame, i) => frames.slice(i + 1).forEach((other) => {
    const [a, b] = [box(frame), box(other)];
    const apart = a.left >= b.right - 1 || b.left >= a.right - 1 || a.top >= b.bottom - 1 || b.top >= a.bottom - 1;
    if (!apart) faults.push(`${nameOf(frame)} overlaps ${nameOf(other)}`);
  }));

  document.querySelectorAll('.wall-panel, .wall-kpi, .wall-legend, .wall-tabs').forEach((frame) => {
    const outer = box(frame);
    frame.querySelectorAll('*').forEach((node) => {
      if (!seen(node) || node.closest('.wall-chart, svg')) return;
      const inner = box(node);
      if (inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1) faults.push(`${nameOf(frame)}: ${node.textContent} stands out`);
    });
  });

  document.querySelectorAll('.wall *').forEach((node) => {
    if (!seen(node) || node.children.length || node.closest('.xiuhua-map, svg, .wall-chart, .wall-ticker, [data-panel=quality]')) return;
    const isCut = node.clientWidth && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline';
    if (isCut) faults.push(`cut: ${node.textContent}`);
  });

  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: node, data } = /** @type {Text} */ (texts.currentNode);
    if (!node || !data.trim() || !seen(node) || node.closest('script, style, .xiuhua-map')) continue;
    if (parseFloat(getComputedStyle(node).fontSize) < 15.9) faults.push(`smaller than 16 px: ${data}`);
  }
  return [...new Set(faults)];
}
