/* Xiuhua wall: the present scene as a PNG at the wall's resolution, by the quiet button or the key P. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const PAINTER = '/assets/vendor/modern-screenshot/modern-screenshot-4.7.0.js';
  let busy = false;
  /** @type {Promise<Window['modernScreenshot']> | null} */
  let painter = null;

  /** The library that paints elements, loaded when the first picture is wanted. */
  function painterLoaded() {
    painter = painter || new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = () => { painter = null; script.remove(); reject(new Error(`${PAINTER} cannot be loaded`)); };
      Object.assign(script, { src: PAINTER, onload: () => resolve(window.modernScreenshot), onerror: fail });
      document.head.append(script);
    });
    return painter;
  }

  function fileName() {
    const city = (xiuhua.need(HTMLElement, '[data-slot=centre]').textContent || '').trim();
    const scene = xiuhua.find(HTMLElement, '.wall-tab.is-on');
    const stamp = new Date(xiuhua.clock.now()).toLocaleString('sv-SE', { timeZone: wall.zone() });
    const [day, time] = stamp.replace(/[-:]/g, '').split(' ');
    return `${city}-${scene ? (scene.textContent || '').trim() : wall.scene}-${day}-${time}.png`;
  }

  /** The picture as a PNG blob; the button itself is not on it. */
  wall.picture = async () => (await painterLoaded()).domToBlob(xiuhua.need(HTMLElement, '.wall'), {
    width: window.innerWidth, height: window.innerHeight, scale: window.devicePixelRatio || 1, type: 'image/png',
    /** @param {Node} node */
    filter: (node) => !(node instanceof HTMLElement && 'wallSave' in node.dataset),
  });

  async function save() {
    if (busy) return;
    busy = true;
    try {
      const picture = await wall.picture();
      xiuhua.download(picture, fileName());
    } finally {
      busy = false;
    }
  }

  xiuhua.onClick([['[data-wall-save]', save]]);
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'p' && !event.ctrlKey && !event.metaKey && !event.altKey) save();
  });
})(window.xiuhua);
