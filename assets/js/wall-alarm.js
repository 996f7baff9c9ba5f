/* Xiuhua wall: a red alarm comes forward by itself: flight, pop-over, sound; then the picture goes back. */
'use strict';
(function (xiuhua) {
  if (document.documentElement.dataset.chrome !== 'none') return;
  const { wall } = xiuhua;
  const SHOWN_MS = 20000;
  const AT_LEAST_MS = 8000;
  const BETWEEN_MS = 1500;
  const ANSWER_MS = 8000;
  const WAITING_AT_MOST = 5;
  const SHOWN = 'wall-shown';

  /** When each alarm that was shown last got worse: it is shown again only if it got worse since. */
  const shown = new Map(/** @type {[number, number][] | null} */ (xiuhua.remembered.get(SHOWN)) || []);
  /** @type {Xiuhua.Red[]} */
  let reds = [];
  /** @type {Xiuhua.Red | null} */
  let current = null;
  let timer = 0;
  /** @type {AudioContext | null} */
  let audio = null;

  wall.focused = false;

  const slot = () => xiuhua.find(HTMLElement, '[data-slot=focus]');

  /** @param {string} html */
  function put(html) {
    wall.put(slot(), html);
    xiuhua.find(HTMLElement, '.wall')?.toggleAttribute('data-forward', html !== '');
  }

  function waiting() {
    return reds.filter((red) => shown.get(red.alarm) !== red.at).slice(0, WAITING_AT_MOST);
  }

  /** @param {Xiuhua.Red[] | undefined} list */
  function hear(list) {
    reds = list || [];
    const open = new Set(reds.map((red) => red.alarm));
    [...shown.keys()].filter((alarm) => !open.has(alarm)).forEach((alarm) => shown.delete(alarm));
    if (current && wall.focused && !open.has(current.alarm)) leaveSoon();
    else if (!current && !timer) begin();
  }

  function begin() {
    window.clearTimeout(timer);
    timer = 0;
    const red = waiting()[0];
    if (!red || current || document.visibilityState === 'hidden') return;
    current = red;
    shown.set(red.alarm, red.at);
    xiuhua.remembered.set(SHOWN, [...shown].slice(-50));
    if (!xiuhua.setProps('wall-focus', { data: { alarm: red.alarm, asked: Date.now() } })) { leave(); return; }
    timer = window.setTimeout(leave, ANSWER_MS);
  }

  /** The card has come: the map flies there, and the sound is heard where the browser allows it. */
  wall.arriveFocus = (card) => {
    if (!current || card.alarm !== current.alarm) return;
    window.clearTimeout(timer);
    if (!card.html) { leave(); return; }
    wall.focused = true;
    put(card.html);
    const { place = '', assetId = '' } = xiuhua.need(HTMLElement, '[data-slot=focus] > [data-place]').dataset;
    const [lon, lat] = place.split(',').map(Number);
    wall.fly(assetId, lon, lat);
    sound();
    current.forwardAt = Date.now();
    timer = window.setTimeout(leave, SHOWN_MS);
  };

  /** What was acknowledged or has cleared stays for a moment, so that it can be read. */
  function leaveSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(leave, Math.max(0, (current?.forwardAt || 0) + AT_LEAST_MS - Date.now()));
  }

  function leave() {
    window.clearTimeout(timer);
    current = null;
    if (slot()) put('');
    const wasFocused = wall.focused;
    wall.focused = false;
    if (wasFocused) wall.home();
    timer = window.setTimeout(begin, BETWEEN_MS);
  }

  const Sound = window.AudioContext || window.webkitAudioContext;
  const locked = () => !audio || audio.state !== 'running';

  function openSound() {
    if (!Sound) return;
    if (!audio) audio = new Sound();
    if (audio.state === 'suspended') audio.resume().then(tell, tell);
    tell();
  }

  function tell() {
    xiuhua.all('[data-wall-sound]').forEach((node) => { node.hidden = !locked(); });
  }

  /** Two falling tones, twice; nothing while the browser keeps the sound locked. */
  function sound() {
    openSound();
    tell();
    const voices = audio;
    if (!voices || locked()) return;
    [[0, 880], [0.28, 660], [0.8, 880], [1.08, 660]].forEach(([after, pitch]) => tone(voices, voices.currentTime + after, pitch));
  }

  /** @param {AudioContext} voices @param {number} at @param {number} pitch */
  function tone(voices, at, pitch) {
    const voice = voices.createOscillator();
    const gain = voices.createGain();
    voice.frequency.value = pitch;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.16, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.26);
    voice.connect(gain).connect(voices.destination);
    voice.start(at);
    voice.stop(at + 0.28);
  }

  xiuhua.onClick([['[data-focus-seen]', leave]]);
  document.addEventListener('pointerdown', openSound);
  document.addEventListener('xiuhua:wall-picture', ({ detail }) => { hear(detail.reds); tell(); });
  document.addEventListener('visibilitychange', begin);
})(window.xiuhua);
