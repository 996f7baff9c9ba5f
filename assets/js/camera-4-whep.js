/* Xiuhua: cameras over WebRTC: our server hands the offer to the site's media server, the film comes from there. */
'use strict';
(function (xiuhua) {
  const GATHERING_MS = 1000;
  const PATIENCE_MS = 8000;
  const LOOK_MS = 250;

  /** Until the addresses of this machine are known, or for a second. @param {RTCPeerConnection} peer */
  function gathered(peer) {
    if (peer.iceGatheringState === 'complete') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, GATHERING_MS);
      peer.addEventListener('icegatheringstatechange', () => {
        if (peer.iceGatheringState !== 'complete') return;
        window.clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** @param {Xiuhua.Screen} screen @param {RTCPeerConnection} peer */
  async function negotiate(screen, peer) {
    peer.addTransceiver('video', { direction: 'recvonly' });
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const answer = await window.fetch(`${screen.address}/whep`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', 'X-CSRFToken': xiuhua.formToken() },
      body: peer.localDescription?.sdp,
    });
    if (!answer.ok) { screen.fail(await xiuhua.cameraRefusal(answer)); return; }
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  }

  /** @type {Xiuhua.CameraWay} */
  function whep(screen) {
    const peer = new RTCPeerConnection({ iceServers: [] });  // nobody outside is asked who we are
    const video = xiuhua.cameraVideo();
    let shown_s = 0;
    let movedAt = performance.now();

    function look() {
      if (video.currentTime !== shown_s && video.readyState >= 2) {
        shown_s = video.currentTime;
        movedAt = performance.now();
        screen.show(video, 0);
      } else if (performance.now() - movedAt > PATIENCE_MS) screen.fail({ status: 503, why: '' });
    }

    peer.addEventListener('track', ({ streams, track }) => {
      video.srcObject = streams[0] ?? new MediaStream([track]);
      video.play().catch(() => undefined);
    });
    peer.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'failed') screen.fail({ status: 503, why: '' });
    });
    negotiate(screen, peer).catch(() => screen.fail({ status: 503, why: '' }));
    const timer = window.setInterval(look, LOOK_MS);
    return () => { window.clearInterval(timer); peer.close(); video.srcObject = null; };
  }

  if (window.RTCPeerConnection) xiuhua.cameraWays.whep = whep;
})(window.xiuhua);
