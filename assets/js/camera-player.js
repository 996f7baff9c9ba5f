/* Xiuhua: players of cameras. Each begins when it is seen, ends when it is not, tells how old its picture is, and heals. */
'use strict';
(function (xiuhua) {
  const LOOK_MS = 250;
  const FIRST_PAUSE_MS = 2000;
  const LONGEST_PAUSE_MS = 20000;
  const FINAL_PAUSE_MS = 60000;
  /** A quicker way that failed is tried again when the slower one has held for so long. */
  const BETTER_AFTER_MS = 120000;
  const WITHOUT_HOPE = [403, 404];

  /** @type {Record<string, () => string>} */
  const WAYS = {
    whep: () => xiuhua.say('camera.whep'),
    hls: () => xiuhua.say('camera.hls'),
    mjpeg: () => xiuhua.say('camera.mjpeg'),
    snapshot: () => xiuhua.say('camera.snapshot'),
  };

  /** @type {Map<HTMLElement, Player>} */
  const players = new Map();
  /** @type {WeakSet<Element>} */
  const seen = new WeakSet();
  const watching = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    if (isIntersecting) seen.add(target); else seen.delete(target);
  }));

  /** @param {string} kind @param {string} name @param {Record<string, string>} [attributes] */
  function make(kind, name, attributes = {}) {
    const node = document.createElement(kind);
    node.className = name;
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
  }

  class Player {
    /** @param {HTMLElement} place */
    constructor(place) {
      this.place = place;
      this.asset = place.dataset.camera ?? '';
      /** @type {string[] | null} */
      this.ways = null;
      this.way = '';
      this.tried = 0;
      /** @type {(() => void) | null} */
      this.end = null;
      /** @type {number | null} */
      this.takenAt = null;
      this.why = '';
      this.isHopeless = false;
      this.failures = 0;
      this.againAt = 0;
      this.betterAt = 0;
      this.isPaused = false;
      this.isAsking = false;
      this.name = place.dataset.cameraName || this.asset;
      /** @type {Xiuhua.Screen | null} */
      this.current = null;
      this.view = make('div', 'cam-view');
      this.age = make('span', 'fig cam-age');
      this.said = make('p', 'cam-said', { role: 'status' });
      this.pause = make('button', 'cam-button', { type: 'button', 'data-camera-pause': '' });
      this.build();
    }

    build() {
      const plate = make('span', 'cam-plate');
      plate.textContent = this.name;
      const full = make('button', 'cam-button', { type: 'button', 'data-camera-full': '', 'aria-label': xiuhua.say('camera.full', this.name) });
      full.append(make('span', 'icon icon-full'));
      const bar = make('div', 'cam-bar');
      bar.append(this.pause, full);
      this.place.setAttribute('role', 'group');
      this.place.setAttribute('aria-label', xiuhua.say('camera.of', this.name));
      this.place.replaceChildren(this.view, plate, this.age, this.said, bar);
      this.nameButton();
    }

    nameButton() {
      const text = this.isPaused ? xiuhua.say('camera.play', this.name) : xiuhua.say('camera.pause', this.name);
      this.pause.setAttribute('aria-label', text);
      this.pause.replaceChildren(make('span', this.isPaused ? 'icon icon-play' : 'icon icon-pause'));
    }

    isSeen() {
      return !document.hidden && seen.has(this.place);
    }

    /** Once each look: begin, end, or go on. */
    look() {
      if (this.isPaused || !this.isSeen()) this.stop();
      else if (!this.end && !this.isAsking && performance.now() >= this.againAt) this.start();
      else if (this.end && this.betterAt && performance.now() >= this.betterAt) this.restart();
      this.tell();
    }

    stop() {
      this.betterAt = 0;
      if (!this.end) return;
      this.end();
      this.end = this.current = null;
    }

    restart() {
      this.stop();
      this.tried = 0;
      this.start();
    }

    async start() {
      if (!this.ways) await this.askWays();
      if (!this.ways || !this.isSeen()) return;
      if (!this.ways.length) { this.give({ status: 404, why: xiuhua.say('camera.none') }); return; }
      this.way = this.ways[this.tried] ?? this.ways[0];
      this.end = xiuhua.cameraWays[this.way](this.screen());
    }

    async askWays() {
      this.isAsking = true;
      try {
        const answer = await window.fetch(`${this.address()}/ways`, { cache: 'no-store' });
        if (!answer.ok) { this.give(await xiuhua.cameraRefusal(answer)); return; }
        const { ways } = await answer.json();
        const only = this.place.dataset.cameraWays?.split(' ');
        this.ways = ways.filter((/** @type {string} */ way) => way in xiuhua.cameraWays && (!only || only.includes(way)));
      } catch {
        this.give({ status: 0, why: '' });
      } finally {
        this.isAsking = false;
      }
    }

    address() {
      return `/api/v1/cameras/${this.asset.split('/').map(encodeURIComponent).join('/')}`;
    }

    /** What a way works on: after it ended, nothing of it is heard any more. */
    screen() {
      /** @type {Xiuhua.Screen} */
      const screen = {
        address: this.address(),
        every_ms: Number(this.place.dataset.cameraEvery) || 1000,
        show: (element, age_ms) => { if (this.current === screen) this.show(element, age_ms); },
        fail: (refusal) => { if (this.current === screen) this.fail(refusal); },
      };
      this.current = screen;
      return screen;
    }

    /** @param {HTMLElement} element @param {number} age_ms */
    show(element, age_ms) {
      if (this.view.firstChild !== element) this.view.replaceChildren(element);
      this.takenAt = performance.now() - age_ms;
      this.why = '';
      this.failures = 0;
      if (this.tried && !this.betterAt) this.betterAt = performance.now() + BETTER_AFTER_MS;
    }

    /** The next slower way at once; after the last one all of them again, later. @param {Xiuhua.CameraRefusal} refusal */
    fail(refusal) {
      this.stop();
      const isLast = !this.ways || this.tried + 1 >= this.ways.length;
      if (isLast || WITHOUT_HOPE.includes(refusal.status)) this.give(refusal);
      else this.tried += 1;
      if (!isLast) return;
      this.tried = 0;
    }

    /** @param {Xiuhua.CameraRefusal} refusal */
    give({ status, why }) {
      this.failures += 1;
      this.isHopeless = WITHOUT_HOPE.includes(status);
      this.why = status ? why : xiuhua.say('camera.unreached');
      if (this.isHopeless) this.ways = null;
      const pause_ms = this.isHopeless ? FINAL_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failures - 1));
      this.againAt = performance.now() + pause_ms;
    }

    state() {
      if (this.isPaused) return 'paused';
      if (this.takenAt === null) return this.why ? 'cut' : 'waiting';
      const age_ms = performance.now() - this.takenAt;
      if (age_ms >= Number(this.place.dataset.cutMs)) return 'cut';
      return age_ms >= Number(this.place.dataset.lateMs) ? 'late' : 'live';
    }

    /** Says how old the picture is; what is read aloud changes with the state alone. */
    tell() {
      const state = this.state();
      const age_s = this.takenAt === null ? null : (performance.now() - this.takenAt) / 1000;
      if (this.place.dataset.state !== state) this.place.dataset.state = state;
      const age = this.ageText(state, age_s);
      xiuhua.setText(this.age, this.end && age && !this.place.classList.contains('is-small') ? xiuhua.say('camera.by', age, WAYS[this.way]()) : age);
      xiuhua.setText(this.said, this.reason(state));
    }

    /** @param {string} state @param {number | null} age_s */
    ageText(state, age_s) {
      if (age_s === null) return '';
      if (state === 'cut') return xiuhua.say('camera.cut', xiuhua.ages.seconds(age_s));
      if (state === 'late') return xiuhua.say('camera.late', Math.round(age_s));
      return state === 'paused' ? xiuhua.say('camera.paused') : xiuhua.say('camera.age', age_s.toFixed(1));
    }

    /** @param {string} state */
    reason(state) {
      if (state === 'waiting') return xiuhua.say('camera.waiting');
      if (state === 'live' || state === 'paused') return '';
      if (this.isHopeless || !this.why) return this.why || (state === 'cut' ? xiuhua.say('camera.check') : '');
      return xiuhua.say('camera.why', this.why, xiuhua.say('camera.check'));
    }

    toggle() {
      this.isPaused = !this.isPaused;
      this.againAt = 0;
      this.nameButton();
      this.look();
    }

    fill() {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.place.requestFullscreen?.();
    }
  }

  /** Players come and go with the page, and a place may become that of another camera. */
  function look() {
    players.forEach((player, place) => {
      if (place.isConnected && place.dataset.camera === player.asset) return;
      player.stop();
      watching.unobserve(place);
      players.delete(place);
    });
    xiuhua.all('[data-camera]').forEach((place) => {
      if (players.has(place)) return;
      players.set(place, new Player(place));
      watching.observe(place);
    });
    players.forEach((player) => player.look());
  }

  document.addEventListener('click', (event) => {
    const place = xiuhua.within(event, '[data-camera]');
    const player = place && players.get(place);
    if (!player) return;
    if (xiuhua.within(event, '[data-camera-pause]')) player.toggle();
    if (xiuhua.within(event, '[data-camera-full]')) player.fill();
  });
  document.addEventListener('visibilitychange', look);
  window.setInterval(look, LOOK_MS);
  look();
})(window.xiuhua);
