/* Xiuhua: the report from the street (快报): picture, what, where; nothing else is asked. */
'use strict';
(function (xiuhua) {
  const TICK_MS = 500;
  const ASK_AFTER_MS = 250;
  const LATE_S = 30;
  /** Metres by which the place may move before it is asked anew what is around. */
  const MOVED_DEG = 2e-4;

  class Report {
    /** @param {HTMLElement} root */
    constructor(root) {
      this.root = root;
      this.said = xiuhua.need(HTMLElement, '[data-quick-said]', root);
      const changed = () => this.changed();
      this.camera = new xiuhua.QuickCamera(root, changed, (text) => { this.said.textContent = text; });
      this.what = new xiuhua.QuickWhat(root, changed);
      this.where = xiuhua.quickPlace(root, changed);
      this.foot = xiuhua.need(HTMLElement, '[data-quick-foot]', root);
      this.begunAt = Date.now();
      this.key = xiuhua.quickSend.mark();
      this.isBusy = false;
      /** @type {Xiuhua.NearbyCase[]} */
      this.similar = [];
      this.asking = 0;
      this.askedFor = '';
      /** @type {{ lon: number, lat: number } | null | undefined} */
      this.guessedAt = undefined;
      this.problem = '';
    }

    begin() {
      this.timer = window.setInterval(() => this.tick(), TICK_MS);
      this.tick();
      this.camera.begin();
      this.where.begin();
      this.changed();
    }

    end() {
      window.clearInterval(this.timer);
      window.clearTimeout(this.asking);
      this.camera.close();
      this.where.end();
    }

    get seconds() { return Math.floor((Date.now() - this.begunAt) / 1000); }

    tick() {
      const place = xiuhua.need(HTMLElement, '[data-quick-timer]', this.root);
      place.textContent = `${this.seconds} / ${LATE_S} s`;
      place.classList.toggle('is-late', this.seconds > LATE_S);
    }

    /** What is missing next, '' for nothing. */
    missing() {
      if (!this.camera.shots.length) return xiuhua.say('quick.need_photo');
      if (!this.what.chosen) return xiuhua.say('quick.need_category');
      if (!this.where.place()) return xiuhua.say('quick.need_place');
      return '';
    }

    /** The main button always names what is missing next. */
    changed() {
      if (!this.where) return;
      const send = xiuhua.need(HTMLButtonElement, '[data-quick-send]', this.root);
      const missing = this.missing();
      if (!this.isBusy) send.textContent = missing || xiuhua.say('quick.send');
      send.disabled = this.isBusy;
      send.toggleAttribute('data-lacks', Boolean(missing));
      xiuhua.need(HTMLButtonElement, '[data-quick-done]', this.root).disabled = this.isBusy || Boolean(missing);
      window.clearTimeout(this.asking);
      this.asking = window.setTimeout(() => { this.guess(); this.look(); }, ASK_AFTER_MS);
    }

    /** @param {string} path @param {Record<string, string | number>} query */
    async ask(path, query) {
      const said = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      const answer = await window.fetch(`/api/v1/cases/${path}?${said}`, { headers: { Accept: 'application/json' } });
      if (answer.status === 401) xiuhua.signIn();
      if (!answer.ok) throw new Error(`${path} ${answer.status}`);
      return answer.json();
    }

    /** What it probably is, where the place has moved so far that it may be something else. */
    async guess() {
      const at = this.where.place();
      const before = this.guessedAt;
      if (before !== undefined && (!at || (before && Math.hypot(at.lon - before.lon, at.lat - before.lat) < MOVED_DEG))) return;
      this.guessedAt = at && { ...at };
      try {
        const { items, place } = await this.ask('likely', at ? { lon: at.lon, lat: at.lat } : {});
        this.what.hear(items);
        this.problem = place.problem ? xiuhua.text([place.problem.zh, place.problem.en]) : '';
        this.said.textContent = this.problem;
        xiuhua.need(HTMLElement, '[data-quick-around]', this.root).textContent = [place.line, place.grid].filter(Boolean).join(' · ');
      } catch {
        this.guessedAt = undefined;
        this.what.unheard();
      }
    }

    /** What of it is there already. */
    async look() {
      const [at, what] = [this.where.place(), this.what.chosen];
      const wanted = at && what ? `${what.category} ${at.lon} ${at.lat}` : '';
      if (wanted === this.askedFor) return;
      this.askedFor = wanted;
      const found = at && what ? await this.ask('similar', { category: what.category, lon: at.lon, lat: at.lat }).catch(() => null) : null;
      if (this.askedFor !== wanted) return;
      this.show(found ? found.duplicates : []);
    }

    /** @param {Xiuhua.NearbyCase[]} similar */
    show(similar) {
      this.similar = similar;
      const rows = similar.slice(0, 2).map((each) => this.offer(each));
      xiuhua.need(HTMLElement, '[data-quick-similar]', this.root).replaceChildren(...rows);
    }

    /** @param {Xiuhua.NearbyCase} near */
    offer(near) {
      const row = Object.assign(document.createElement('div'), { className: 'quick-near' });
      const words = document.createElement('span');
      const age = xiuhua.say('ago', xiuhua.ages.seconds(Math.max(0, near.age_s)));
      words.append(
        Object.assign(document.createElement('b'), { textContent: xiuhua.say('quick.similar', Math.round(near.away_m)) }),
        Object.assign(document.createElement('small'), { textContent: `#${near.number} ${near.category_name} · ${age}` }),
      );
      const join = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: xiuhua.say('quick.join') });
      join.addEventListener('click', () => this.join(near));
      row.append(words, join);
      return row;
    }

    /** Its pictures go to a case that is there; no other one is made. @param {Xiuhua.NearbyCase} near */
    async join(near) {
      if (this.isBusy || !this.camera.shots.length) { this.said.textContent = this.missing(); return; }
      await this.work(async () => {
        const { revision } = await this.ask(String(near.id), {});
        const pictures = this.camera.shots.map((shot) => ({ shot, role: 'near' }));
        const body = { revision, reason: xiuhua.say('quick.joined') };
        return xiuhua.quickSend.send(`/api/v1/cases/${near.id}/comment`, this.key, body, pictures);
      }, () => this.settled(xiuhua.say('quick.added', near.number), near.id));
    }

    /** @param {boolean} isDone put right on the spot */
    async send(isDone) {
      const [at, what] = [this.where.place(), this.what.chosen];
      const missing = this.missing();
      if (missing || !at || !what) { this.lead(missing); return; }
      const shots = this.camera.shots;
      /** @param {number} index */
      const role = (index) => (isDone && (index || shots.length === 1) ? 'after' : 'before');
      const body = {
        source: 'handheld', category: what.category, lon: at.lon, lat: at.lat, address: this.where.address(), is_done: isDone,
      };
      const pictures = shots.map((shot, index) => ({ shot, role: role(index) }));
      await this.work(
        () => xiuhua.quickSend.send('/api/v1/cases', this.key, body, pictures),
        (made) => this.settled(xiuhua.say('quick.reported', made.number, this.seconds), made.id),
      );
    }

    /** Brings what is missing under the thumb. @param {string} missing */
    lead(missing) {
      this.said.textContent = missing;
      if (!this.camera.shots.length) this.camera.shoot();
      else xiuhua.need(HTMLElement, this.what.chosen ? '[data-quick-map]' : '[data-quick-guesses]', this.root).scrollIntoView({ block: 'center' });
    }

    /**
     * @param {() => Promise<Xiuhua.QuickAnswer>} act
     * @param {(body: any) => void} then
     */
    async work(act, then) {
      const send = xiuhua.need(HTMLButtonElement, '[data-quick-send]', this.root);
      this.isBusy = true;
      this.changed();
      send.textContent = xiuhua.say('quick.sending');
      /** @type {Xiuhua.QuickAnswer} */
      const answer = await act().catch(() => ({ body: null, problem: xiuhua.say('quick.offline'), isLost: true, newer: null }));
      this.isBusy = false;
      this.changed();
      this.said.textContent = answer.problem;
      if (answer.problem) { send.textContent = answer.isLost ? xiuhua.say('quick.retry') : send.textContent; return; }
      then(answer.body);
    }

    /** It is with the server. @param {string} words @param {number} key */
    settled(words, key) {
      window.clearInterval(this.timer);
      this.camera.close();
      this.root.dataset.state = 'done';
      const told = Object.assign(document.createElement('p'), { className: 'quick-told', textContent: words });
      told.setAttribute('role', 'status');
      const open = Object.assign(document.createElement('a'), { className: 'btn', href: `/cases?case=${key}`, textContent: xiuhua.say('quick.open') });
      const again = Object.assign(document.createElement('button'), { type: 'button', className: 'btn primary', textContent: xiuhua.say('quick.again') });
      again.addEventListener('click', () => window.location.reload());
      const place = Object.assign(document.createElement('div'), { className: 'quick-settled' });
      place.append(told, open, again);
      this.root.append(place);
    }
  }

  /** @type {Report | null} */
  let shown = null;

  function follow() {
    const found = xiuhua.find(HTMLElement, '[data-quick]');
    const root = found && found.querySelector('.quick-search input') && found.querySelector('.quick-address input') ? found : null;
    if (shown ? shown.root === root : !root) return;
    shown?.end();
    shown = root && new Report(root);
    shown?.begin();
  }

  xiuhua.onClick([
    ['[data-quick-shoot]', () => shown?.camera.shoot()],
    ['[data-quick-pick]', () => shown?.camera.choose(false)],
    ['[data-quick-other]', () => shown?.what.toggle()],
    ['[data-quick-send]', () => shown?.send(false)],
    ['[data-quick-done]', () => shown?.send(true)],
  ]);
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  follow();
})(window.xiuhua);
