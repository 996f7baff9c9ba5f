/* Xiuhua wall: who this screen is, what the director says, and the heartbeat that tells how it is. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const BEAT_MS = 17000;
  const JITTER_MS = 2000;
  const ASK_MS = 3000;
  const RELOAD_SPREAD_MS = 8000;
  const OBEYED = 'wall-reload-at';
  const startedAt = Date.now();

  /** @type {number | null} */
  let flownAt = null;
  let messageTimer = 0;
  let asking = false;
  let askAgain = false;

  /** @param {string} path @param {object} [body] */
  async function call(path, body) {
    const options = body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRFToken': xiuhua.formToken() }, body: JSON.stringify(body) };
    const answer = await window.fetch('/api/v1/walls/' + path, { cache: 'no-store', ...options });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  }

  /** Asks who this screen is; without a name it asks for a code to be paired by. A silent server changes nothing. */
  async function ask() {
    askAgain = true;
    if (asking) return;
    asking = true;
    while (askAgain) {
      askAgain = false;
      await hear().catch(() => null);
    }
    asking = false;
  }

  async function hear() {
    /** @type {Xiuhua.ScreenSaid} */
    let said = await call('me');
    if (!said.paired && !said.code) said = { ...said, ...(await call('pairing', {})) };
    introduce(said);
    if (said.direction) obey(said.direction);
  }

  /**
   * Whoever is not known is shown the code and nothing else; once it is paired everything is asked for anew.
   * @param {Xiuhua.ScreenSaid} me
   */
  function admit(me) {
    const root = document.documentElement;
    if (me.known && root.dataset.unknown !== undefined) window.location.reload();
    if (!me.known) root.dataset.unknown = '';
    const code = xiuhua.find(HTMLElement, '[data-wall-code]');
    if (code) code.textContent = me.code || '';
  }

  /** @param {Xiuhua.ScreenSaid} me */
  function introduce(me) {
    admit(me);
    const node = xiuhua.find(HTMLElement, '[data-wall-screen]');
    if (!node) return;
    const { screen } = me;
    const named = me.paired && screen ? screen : null;
    node.dataset.state = named ? 'paired' : 'unpaired';
    node.textContent = named
      ? [named.name, named.place].filter(Boolean).join(' · ')
      : me.code ? xiuhua.say('wall.code', me.code) : '';
  }

  /** @param {NonNullable<Xiuhua.ScreenSaid['direction']>} direction */
  function obey(direction) {
    wall.direct({ scene: direction.scene || null, rotate: direction.rotate !== false, dwell_s: direction.dwell_s || null });
    fly(direction.fly);
    show(direction.message);
    reload(direction.reload_at);
  }

  /**
   * A flight that was ordered before this page began is over.
   * @param {Xiuhua.Flight | null | undefined} flight
   */
  function fly(flight) {
    const at = flight ? flight.at : 0;
    if (flight && flownAt !== null && at > flownAt && wall.flyTo(flight.asset)) wall.announce('directed');
    flownAt = Math.max(flownAt || 0, at);
  }

  /**
   * Each order is obeyed once; the first one that this browser ever hears of may be an old one.
   * @param {number | null | undefined} at
   */
  function reload(at) {
    const known = xiuhua.remembered.get(OBEYED);
    if (!at || at === known) return;
    xiuhua.remembered.set(OBEYED, at);
    if (known !== null || at > startedAt) wall.reload('director', Math.random() * RELOAD_SPREAD_MS);
  }

  /**
   * The director's message, until it ends.
   * @param {Xiuhua.Message | null | undefined} message
   */
  function show(message) {
    window.clearTimeout(messageTimer);
    const banner = xiuhua.find(HTMLElement, '[data-wall-banner]');
    if (!banner) return;
    const left = message ? message.until - xiuhua.clock.now() : 0;
    banner.hidden = left <= 0;
    if (!message || left <= 0) return;
    banner.textContent = message.text;
    banner.dataset.level = message.level;
    messageTimer = window.setTimeout(() => { banner.hidden = true; }, Math.min(left, 2147483647));
  }

  async function beat() {
    const isUnknown = document.documentElement.dataset.unknown !== undefined;
    window.setTimeout(beat, isUnknown ? ASK_MS : BEAT_MS + (Math.random() * 2 - 1) * JITTER_MS);
    if (document.visibilityState === 'hidden') return;
    if (!isUnknown) await report();
    await ask();
  }

  async function report() {
    const health = {
      width: window.innerWidth, height: window.innerHeight, dpr: window.devicePixelRatio || 1, scene: wall.scene,
      channel_age_s: xiuhua.live.age_s(), started_at: startedAt, ...wall.health(),
    };
    await call('heartbeat', health).catch(() => null);
  }

  xiuhua.live.subscribe((frame) => { if (frame.feeds && 'walls' in frame.feeds) ask(); });
  document.addEventListener('xiuhua:wall-woke', ask);
  document.addEventListener('xiuhua:wall-scene', report);
  const begin = () => { if (document.querySelector('[data-wall-screen]')) beat(); else window.setTimeout(begin, 200); };
  begin();
})(window.xiuhua);
