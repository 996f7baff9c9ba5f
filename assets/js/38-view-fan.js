/* Xiuhua: what a camera overlooks, drawn as a fan on the map: of the camera in the open drawer, or of one that a page names. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const M_PER_DEG = 111320;
  const STEP_DEG = 4;

  /** @type {{ layer: L.Polygon, map: L.Map, told: string } | null} */
  let shown = null;

  /** @param {string} told */
  function outline(told) {
    const [lon, lat, bearing, angle, reach] = told.split(' ').map(Number);
    const east = M_PER_DEG * Math.cos((lat * Math.PI) / 180);
    /** @param {number} deg @returns {L.LatLngTuple} */
    const at = (deg) => [lat + (reach * Math.cos((deg * Math.PI) / 180)) / M_PER_DEG, lon + (reach * Math.sin((deg * Math.PI) / 180)) / east];
    const steps = Math.max(1, Math.ceil(angle / STEP_DEG));
    const arc = Array.from({ length: steps + 1 }, (_, i) => at(bearing - angle / 2 + (angle * i) / steps));
    return angle >= 360 ? arc : [/** @type {L.LatLngTuple} */ ([lat, lon]), ...arc];
  }

  function clear() {
    if (shown) shown.layer.remove();
    shown = null;
  }

  /** @param {string | undefined} told longitude, latitude, bearing, angle and range; nothing takes the fan away */
  xiuhua.showView = (told) => {
    const map = xiuhua.map.session?.map;
    if (!told || !map) { clear(); return null; }
    if (!shown || shown.told !== told || shown.map !== map) {
      clear();
      shown = { layer: L.polygon(outline(told), { className: 'view-fan', interactive: false }).addTo(map), map, told };
    }
    return shown.layer.getBounds();
  };

  /** The drawer is filled by Dash or drawn as a list: whatever it is, a fan in it shows while it is open. */
  function look() {
    const drawer = xiuhua.find(HTMLElement, '.drawer');
    if (!drawer || document.querySelector('.camera-stage')) return;
    const fan = drawer.classList.contains('is-open') ? xiuhua.find(HTMLElement, '[data-view-fan]', drawer) : null;
    xiuhua.showView(fan?.dataset.viewFan);
  }

  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-view-fan'] });
  });
})(window.xiuhua);
