/* Xiuhua: the layer tree switches layers of the map; the choice is the map's to remember. */
'use strict';
(function (xiuhua) {
  const rows = () => xiuhua.all('[data-layers] [data-layer]');
  /** @param {HTMLElement} row */
  const partsOf = (row) => [row.dataset.layer || '', ...(row.dataset.kinds || '').split(' ')].filter(Boolean);
  /** @param {HTMLElement} row */
  const isOn = (row) => row.getAttribute('aria-checked') === 'true';

  function tell() {
    xiuhua.map.setVisibleLayers(rows().filter(isOn).flatMap(partsOf));
  }

  /** Rows show what is remembered; the first time the map is told what the rows say. */
  function agree() {
    const visible = xiuhua.map && xiuhua.map.visibleLayers();
    if (!visible) { if (xiuhua.map) tell(); return; }
    rows().forEach((row) => row.setAttribute('aria-checked', String(visible.includes(row.dataset.layer || ''))));
  }

  xiuhua.onClick([
    ['[data-layer]', (row) => { row.setAttribute('aria-checked', String(!isOn(row))); tell(); }],
    ['[data-layers-toggle]', (toggle) => toggle.setAttribute('aria-expanded', String(toggle.getAttribute('aria-expanded') !== 'true'))],
  ]);

  /** @type {HTMLElement | null} */
  let seen = null;
  new MutationObserver(() => {
    const now = rows();
    if (!now.length || now[now.length - 1] === seen) return;
    const first = seen === null;
    seen = now[now.length - 1];
    if (first && window.matchMedia('(max-width:1500px)').matches) {
      xiuhua.need(HTMLElement, '[data-layers-toggle]').setAttribute('aria-expanded', 'false');
    }
    agree();
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua);
