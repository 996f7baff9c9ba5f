/* Xiuhua wall: the present scene as a PNG at the wall's resolution, by the quiet button or the key P. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const wall = xiuhua.wall = xiuhua.wall || {};
  let busy = false;

  function fileName() {
    const city = document.querySelector('[data-slot=centre]').textContent.trim();
    const scene = document.querySelector('.wall-tab.is-on');
    const pad = (value) => String(value).padStart(2, '0');
    const now = new Date();
    const day = [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('');
    const time = [pad(now.getHours()), pad(now.getMinutes()), pad(now.getSeconds())].join('');
    return `${city}-${scene ? scene.textContent.trim() : wall.scene}-${day}-${time}.png`;
  }

  /** The picture as a PNG blob; the button itself is not on it. */
  wall.picture = () => window.modernScreenshot.domToBlob(wall.root(), {
    width: window.innerWidth, height: window.innerHeight, scale: window.devicePixelRatio || 1, type: 'image/png',
    filter: (node) => !(node.dataset && 'wallSave' in node.dataset),
  });

  async function save() {
    if (busy || !window.modernScreenshot) return;
    busy = true;
    try {
      const address = URL.createObjectURL(await wall.picture());
      const link = document.createElement('a');
      Object.assign(link, { href: address, download: fileName() });
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(address), 10000);
    } finally {
      busy = false;
    }
  }

  document.addEventListener('click', (event) => { if (event.target.closest('[data-wall-save]')) save(); });
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'p' && !event.ctrlKey && !event.metaKey && !event.altKey) save();
  });
})(window.xiuhua = window.xiuhua || {});
