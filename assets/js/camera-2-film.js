/* Xiuhua: cameras as MJPEG, read part by part, so that it is known when a picture came and how old it was. */
'use strict';
(function (xiuhua) {
  /** A browser opens six connections to a server over HTTP/1.1; what lasts must leave some for everything else. */
  const MOST_AT_ONCE = 2;
  const HEAD_END = [13, 10, 13, 10];
  let running = 0;

  const isMultiplexed = () => {
    const [page] = performance.getEntriesByType('navigation');
    return page instanceof PerformanceNavigationTiming && /^h[23]/.test(page.nextHopProtocol);
  };

  /** @param {Uint8Array} held @param {number} from */
  function headEnd(held, from) {
    for (let place = from; place + 4 <= held.length; place += 1) {
      if (HEAD_END.every((byte, offset) => held[place + offset] === byte)) return place;
    }
    return -1;
  }

  /** Takes in what comes; gives whole pictures with their ages. */
  function partsOf() {
    let held = new Uint8Array(0);
    /** @param {Uint8Array} chunk */
    return (chunk) => {
      const joined = new Uint8Array(held.length + chunk.length);
      joined.set(held);
      joined.set(chunk, held.length);
      held = joined;
      /** @type {{ picture: Blob, age_ms: number } | null} */
      let newest = null;
      for (let end = headEnd(held, 0); end >= 0; end = headEnd(held, 0)) {
        const head = new window.TextDecoder().decode(held.subarray(0, end));
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        const rest = end + 4 + length + 2;
        if (!(length >= 0) || held.length < rest) break;
        const type = /content-type: (\S+)/i.exec(head)?.[1] ?? 'image/jpeg';
        newest = {
          picture: new window.Blob([held.slice(end + 4, rest - 2)], { type }),
          age_ms: Number(/x-picture-age-ms: (\d+)/i.exec(head)?.[1]),
        };
        held = held.slice(rest);
      }
      return newest;
    };
  }

  /** @type {Xiuhua.CameraWay} */
  function mjpeg(screen) {
    const leaving = new window.AbortController();
    const paint = xiuhua.cameraPainter(screen);
    let isDrawing = false;

    /** A browser that is slower than the film leaves pictures out. @param {{ picture: Blob, age_ms: number }} part */
    async function draw({ picture, age_ms }) {
      if (isDrawing) return;
      isDrawing = true;
      await paint(picture, age_ms).catch(() => undefined);
      isDrawing = false;
    }

    async function read() {
      const answer = await window.fetch(`${screen.address}/mjpeg`, { cache: 'no-store', signal: leaving.signal });
      if (!answer.ok || !answer.body) { screen.fail(await xiuhua.cameraRefusal(answer)); return; }
      const reader = answer.body.getReader();
      const take = partsOf();
      for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
        const part = take(value);
        if (part) draw(part);
      }
      screen.fail({ status: 503, why: '' });
    }

    if (running >= MOST_AT_ONCE && !isMultiplexed()) {
      window.setTimeout(() => screen.fail({ status: 503, why: '' }));
      return () => undefined;
    }
    running += 1;
    read().catch(() => { if (!leaving.signal.aborted) screen.fail({ status: 0, why: '' }); });
    return () => { running -= 1; leaving.abort(); };
  }

  xiuhua.cameraWays.mjpeg = mjpeg;
})(window.xiuhua);
