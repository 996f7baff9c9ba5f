/* Xiuhua: cameras as HLS, played by hls.js, which is loaded when the first one needs it. */
'use strict';
(function (xiuhua) {
  const LIBRARY = '/assets/vendor/hls/hls.light-1.7.4.js';
  const LOOK_MS = 250;
  const STALLED_MS = 12000;
  const once = { errorRetry: { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 1000 }, timeoutRetry: null };
  const patience = { maxTimeToFirstByteMs: 7000, maxLoadTimeMs: 10000 };
  const SETTINGS = {
    enableWorker: false,
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 4,
    maxLiveSyncPlaybackRate: 1.1,
    maxBufferLength: 8,
    backBufferLength: 4,
    manifestLoadPolicy: { default: { ...patience, errorRetry: null, timeoutRetry: null } },
    playlistLoadPolicy: { default: { ...patience, ...once } },
    fragLoadPolicy: { default: { ...patience, ...once } },
  };
  /** @type {Promise<typeof window.Hls> | null} */
  let library = null;

  function loaded() {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = () => { library = null; script.remove(); reject(new Error(`${LIBRARY} cannot be loaded`)); };
      Object.assign(script, { src: LIBRARY, onload: () => resolve(window.Hls), onerror: fail });
      document.head.append(script);
    });
    return library;
  }

  /** What the server said about it, where it said something. @param {Xiuhua.HlsError} error */
  function refusalOf({ response, networkDetails }) {
    const status = response?.code ?? 503;
    if (status === 401) xiuhua.signIn();
    const text = networkDetails instanceof XMLHttpRequest && networkDetails.responseType in { '': 1, text: 1 } ? networkDetails.responseText : '';
    if (!text.startsWith('{')) return { status, why: '' };
    return { status, why: xiuhua.problem(JSON.parse(text)) };
  }

  function makeVideo() {
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true, disablePictureInPicture: true });
    video.setAttribute('aria-hidden', 'true');  // the player around it has the name and tells the state
    video.tabIndex = -1;
    return video;
  }

  /**
   * Plays into a video; how old a picture is follows from when the server saw the last piece, and how far behind its end
   * the video is.
   * @param {Xiuhua.Screen} screen @param {NonNullable<typeof window.Hls>} Hls
   */
  function play(screen, Hls) {
    const hls = new Hls(SETTINGS);
    const video = makeVideo();
    let edge_s = 0;
    let edgeAt = performance.now();
    let shown_s = -1;
    let movedAt = performance.now();

    function look() {
      const now = performance.now();
      if (video.currentTime !== shown_s && video.readyState >= 2) {
        shown_s = video.currentTime;
        movedAt = now;
        screen.show(video, Math.max(0, now - edgeAt + (edge_s - shown_s) * 1000));
      } else if (now - movedAt > STALLED_MS) screen.fail({ status: 503, why: '' });
    }

    hls.on(Hls.Events.LEVEL_LOADED, (_, { details, networkDetails }) => {
      const told = networkDetails instanceof XMLHttpRequest ? networkDetails.getResponseHeader('x-newest-age-ms') : null;
      edge_s = details.edge;
      edgeAt = performance.now() - Number(told);
    });
    hls.on(Hls.Events.ERROR, (_, error) => { if (error.fatal) screen.fail(refusalOf(error)); });
    hls.loadSource(`${screen.address}/hls/playlist.m3u8`);
    hls.attachMedia(video);
    hls.on(Hls.Events.MEDIA_ATTACHED, () => { video.play().catch(() => undefined); });
    const timer = window.setInterval(look, LOOK_MS);
    return () => { window.clearInterval(timer); hls.destroy(); };
  }

  /** @type {Xiuhua.CameraWay} */
  function hlsWay(screen) {
    let hasLeft = false;
    /** @type {(() => void) | null} */
    let end = null;
    loaded().then((Hls) => {
      if (hasLeft) return;
      if (!Hls?.isSupported()) { screen.fail({ status: 501, why: '' }); return; }
      end = play(screen, Hls);
    }).catch(() => screen.fail({ status: 0, why: '' }));
    return () => { hasLeft = true; end?.(); };
  }

  xiuhua.cameraVideo = makeVideo;
  xiuhua.cameraWays.hls = hlsWay;
})(window.xiuhua);
