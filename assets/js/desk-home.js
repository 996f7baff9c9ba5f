/* Xiuhua: back to the whole city, by the button on the desk's map or by the key 0, on the wall too. */
'use strict';
(function (xiuhua) {
  const isWall = () => document.documentElement.dataset.chrome === 'none';

  function home() {
    if (!xiuhua.map) return;
    if (isWall()) xiuhua.wall.home(); else xiuhua.map.home();
  }

  xiuhua.onClick([['[data-map-home]', home]]);
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '0') home();
  });
})(window.xiuhua);
