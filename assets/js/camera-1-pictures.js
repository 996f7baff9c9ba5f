/* Xiuhua: cameras as stills that are asked for again and again. */
'use strict';
(function (xiuhua) {
  /** What a camera's address answers when it does not give what it should. @param {Response} answer */
  async function refusal(answer) {
    if (answer.status === 401) xiuhua.signIn();
    const told = await answer.json().catch(() => ({}));
    return { status: answer.status, why: xiuhua.problem(told) };
  }

  /**
   * Puts pictures on a canvas, of which the last one stays when none follows. A picture that cannot be read is left out.
   * @param {Xiuhua.Screen} screen
   */
  function painter(screen) {
    const canvas = document.createElement('canvas');
    const context = xiuhua.bitmapContext(canvas);
    /** @param {Blob} picture @param {number} age_ms */
    return async (picture, age_ms) => {
      const bitmap = await window.createImageBitmap(picture);
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      context.transferFromImageBitmap(bitmap);
      screen.show(canvas, age_ms);
    };
  }

  /** @type {Xiuhua.CameraWay} */
  function snapshot(screen) {
    const paint = painter(screen);
    const leaving = new window.AbortController();
    let timer = 0;

    async function ask() {
      const begun = performance.now();
      try {
        const answer = await window.fetch(`${screen.address}/snapshot`, { cache: 'no-store', signal: leaving.signal });
        if (!answer.ok) { screen.fail(await refusal(answer)); return; }
        const picture = await answer.blob();
        await paint(picture, Number(answer.headers.get('x-picture-age-ms')));
      } catch {
        if (!leaving.signal.aborted) screen.fail({ status: 0, why: '' });
        return;
      }
      if (!leaving.signal.aborted) timer = window.setTimeout(ask, Math.max(0, screen.every_ms - (performance.now() - begun)));
    }

    ask();
    return () => { leaving.abort(); window.clearTimeout(timer); };
  }

  xiuhua.cameraRefusal = refusal;
  xiuhua.cameraPainter = painter;
  xiuhua.cameraWays.snapshot = snapshot;
})(window.xiuhua);
