/* Xiuhua: the layer tree switches layers of the map; the choice is the map's to remember. */
'use strict';
(function (xiuhua) {
  const rows = () => [...document.querySelectorAll('[data-layers] [data-layer]')];
  const partsOf = (row) => [row.dataset.layer, ...row.dataset.kinds.split(' ')].filter(Boolean);
  const isOn = (row) => row.getAttribute('aria-checked') === 'true';

  function tell() {
    xiuhua.map.setVisibleLayers(rows().filter(isOn).flatMap(partsOf));
  }

  /** Rows show what is remembered; the first time the map is told what the rows say. */
  function agree() {
    const visible = xiuhua.map && xiuhua.map.visibleLayers();
    if (!visible) { if (xiuhua.map) tell(); return; }
    rows().forEach((row) => row.setAttribute('aria-checked', String(visible.includes(row.dataset.layer))));
  }

  document.addEventListener('click', (event) => {
    const row = event.target.closest('[data-layer]');
    if (row) {
      row.setAttribute('aria-checked', String(!isOn(row)));
      tell();
    }
    const toggle = event.target.closest('[data-layers-toggle]');
    if (toggle) toggle.setAttribute('aria-expanded', String(toggle.getAttribute('aria-expanded') !== 'true'));
  });

  let seen = null;
  new MutationObserver(() => {
    const now = rows();
    if (!now.length || now[now.length - 1] === seen) return;
    const first = seen === null;
    seen = now[now.length - 1];
    if (first && window.matchMedia('(max-width:760px)').matches) {
      document.querySelector('[data-layers-toggle]').setAttribute('aria-expanded', 'false');
    }
    agree();
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua = window.xiuhua || {});
