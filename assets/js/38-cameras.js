/* Xiuhua: loads the player of cameras when the first one stands on the page, and keeps it out of the first paint. */
'use strict';
(function (xiuhua) {
  const LOOK_MS = 400;
  const timer = window.setInterval(() => {
    if (!document.querySelector('[data-camera]')) return;
    window.clearInterval(timer);
    document.body.append(Object.assign(document.createElement('script'), { src: window.xiuhuaScripts['#camera'] }));
  }, LOOK_MS);

  xiuhua.cameraWays = {};
})(window.xiuhua);
