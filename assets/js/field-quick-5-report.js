/* Xiuhua: the report from the street (快报): picture, what, where; nothing else is asked. */
'use strict';
(function (xiuhua) {
  const TICK_MS = 500;
  const ASK_AFTER_MS = 250;
  const LATE_S = 30;
  /** Metres by which the place may move before it is asked anew what is around. */
  const MOVED_DEG = 2e-4;
  const MOST_OFFERED = 2;

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
      this.isBusy = false;
      /** Those that are offered. @type {Set<number>} */
      this.similar = new Set();
      /** Ends the telling of what became of it. @type {() => void} */
      this.unfollow = () => undefined;
      this.asking = 0;
      this.askedFor = '';
      /** @type {{ lon: number, lat: number } | null | undefined} */
      this.guessedAt = undefined;
      this.problem = '';
      /** That the phone may keep no picture; said until there is room. */
      this.low = '';
    }

    begin() {
      // Who reports must be known before the network goes: nothing of one person goes out as another's.
      xiuhua.fieldServer.who().catch(() => null);
      this.checkRoom();
      this.timer = window.setInterval(() => this.tick(), TICK_MS);
      this.tick();
      this.show([]);
      this.what.draw();
      xiuhua.need(HTMLElement, '.quick-body', this.root).scrollTop = 0;
      this.camera.begin();
      this.where.begin();
      this.changed();
    }

    async checkRoom() {
      this.low = (await xiuhua.outbox.room()).words;
      this.said.textContent = this.problem || this.low;
    }

    end() {
      window.clearInterval(this.timer);
      window.clearTimeout(this.asking);
      this.unfollow();
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
      return this.where.place() && !this.problem ? '' : xiuhua.say('quick.need_place');
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
        this.changed();
        this.said.textContent = this.problem || this.low;
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
      const found = await this.around();
      if (this.askedFor === wanted) this.show(found);
    }

    /** The open cases like it; none where nobody can be asked. @returns {Promise<Xiuhua.NearbyCase[]>} */
    async around() {
      const [at, what] = [this.where.place(), this.what.chosen];
      if (!at || !what) return [];
      const told = await this.ask('similar', { category: what.category, lon: at.lon, lat: at.lat }).catch(() => ({ duplicates: [] }));
      return told.duplicates;
    }

    /** @param {Xiuhua.NearbyCase[]} similar */
    show(similar) {
      const offered = similar.slice(0, MOST_OFFERED);
      this.similar = new Set(offered.map(({ id }) => id));
      xiuhua.need(HTMLElement, '[data-quick-similar]', this.root).replaceChildren(...offered.map((each) => this.offer(each)));
    }

    /** Whether somebody has reported the same meanwhile; that one is offered then. */
    async isDoubled() {
      const found = await this.around();
      const news = found.slice(0, MOST_OFFERED).some(({ id }) => !this.similar.has(id));
      if (news) this.show(found);
      return news;
    }

    /** @param {Xiuhua.NearbyCase} near */
    offer(near) {
      const row = Object.assign(document.createElement('div'), { className: 'quick-near' });
      const words = document.createElement('span');
      const age = xiuhua.say('ago', xiuhua.ages.seconds(Math.max(0, near.age_s)));
      words.append(
        Object.assign(document.createElement('b'), { textContent: xiuhua.say('quick.similar', Math.round(near.away_m)) }),
        Object.assign(document.createElement('small'), { textContent: `#${near.number.split('-').pop()} ${near.category_name} · ${age}` }),
      );
      const join = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: xiuhua.say('quick.join') });
      join.addEventListener('click', () => this.join(near));
      row.append(words, join);
      return row;
    }

    /** Its pictures go to a case that is there; no other one is made. @param {Xiuhua.NearbyCase} near */
    async join(near) {
      if (this.isBusy || !this.camera.shots.length) { this.said.textContent = this.missing(); return; }
      const { revision } = await this.ask(String(near.id), {}).catch(() => ({ revision: 1 }));
      const photos = this.camera.shots.map(({ blob, name }) => ({ blob, name, role: 'near' }));
      const body = { revision, keep: true, reason: xiuhua.say('quick.joined') };
      const label = `${xiuhua.say('quick.join')} #${near.number}`;
      await this.work({ case_id: near.id, action: 'comment', body, photos, label }, () => [xiuhua.say('quick.added', near.number), near.id]);
    }

    /** @param {boolean} isDone put right on the spot */
    async send(isDone) {
      const [at, what] = [this.where.place(), this.what.chosen];
      const missing = this.missing();
      if (this.isBusy) return;
      if (missing || !at || !what) { this.lead(missing); return; }
      this.busy(true);
      const isDoubled = await this.isDoubled();
      this.busy(false);
      if (isDoubled) { this.said.textContent = xiuhua.say('quick.doubled'); return; }
      const { shots } = this.camera;
      /** @param {number} index */
      const role = (index) => (isDone && (index || shots.length === 1) ? 'after' : 'before');
      const photos = shots.map(({ blob, name }, index) => ({ blob, name, role: role(index) }));
      const body = { source: 'handheld', category: what.category, lon: at.lon, lat: at.lat, address: this.where.address(), is_done: isDone };
      const took = this.seconds;
      await this.work({ body, photos, label: what.name }, (made) => [xiuhua.say('quick.reported', made?.number || '', took), made?.id || null]);
    }

    /** Brings what is missing under the thumb. @param {string} missing */
    lead(missing) {
      this.said.textContent = this.problem || missing;
      if (!this.camera.shots.length) this.camera.shoot();
      else xiuhua.need(HTMLElement, this.what.chosen ? '[data-quick-map]' : '[data-quick-guesses]', this.root).scrollIntoView({ block: 'center' });
    }

    /** @param {boolean} isBusy */
    busy(isBusy) {
      this.isBusy = isBusy;
      this.changed();
      if (isBusy) xiuhua.need(HTMLElement, '[data-quick-send]', this.root).textContent = xiuhua.say('quick.sending');
    }

    /**
     * Keeps a deed on the phone; from then on nothing is lost, and the next report may begin.
     * @param {Xiuhua.Deed} deed
     * @param {(made: { id?: number, number?: string } | null) => [words: string, key: number | null]} told
     */
    async work(deed, told) {
      this.busy(true);
      try {
        this.unfollow = await xiuhua.quickSend(deed, (fate) => this.follow(fate, told));
      } catch (error) {
        this.said.textContent = error instanceof Error ? error.message : String(error);
      } finally {
        this.busy(false);
      }
    }

    /**
     * @param {Xiuhua.QuickFate} fate
     * @param {(made: Xiuhua.QuickFate['made']) => [words: string, key: number | null]} told
     */
    follow(fate, told) {
      window.clearInterval(this.timer);
      if (fate.state === 'refused') { this.reopen(fate.words); return; }
      if (fate.state === 'delivered') { this.settle('done', ...told(fate.made)); return; }
      this.settle(fate.state, fate.state === 'kept' ? xiuhua.say('quick.kept') : xiuhua.say('quick.leaving'), null);
    }

    /** The server did not take it: the form is as it was, and says why. @param {string} words */
    reopen(words) {
      delete this.root.dataset.state;
      this.root.querySelector('.quick-settled')?.remove();
      this.said.textContent = words;
      this.guessedAt = undefined;
    }

    /** @param {string} state @param {string} words @param {number | null} key */
    settle(state, words, key) {
      this.root.dataset.state = state;
      this.root.querySelector('.quick-settled')?.remove();
      const told = Object.assign(document.createElement('p'), { className: 'quick-told', textContent: words });
      told.setAttribute('role', 'status');
      const open = Object.assign(document.createElement('a'), { className: 'btn', href: `/cases?case=${key}`, textContent: xiuhua.say('quick.open') });
      const again = Object.assign(document.createElement('button'), { type: 'button', className: 'btn primary', textContent: xiuhua.say('quick.again') });
      again.addEventListener('click', () => begin(this.root));
      const tasks = Object.assign(document.createElement('a'), { className: 'btn', href: '/field', textContent: xiuhua.say('quick.tasks') });
      const place = Object.assign(document.createElement('div'), { className: 'quick-settled' });
      place.append(told, ...(key === null ? [] : [open]), again, tasks);
      this.root.append(place);
    }
  }

  /** @type {Report | null} */
  let shown = null;

  /** Also once more on the same page, which needs no network. @param {HTMLElement | null} root */
  function begin(root) {
    shown?.end();
    delete root?.dataset.state;
    root?.querySelector('.quick-settled')?.remove();
    shown = root && new Report(root);
    shown?.begin();
  }

  function follow() {
    const found = xiuhua.find(HTMLElement, '[data-quick]');
    const root = found && found.querySelector('.quick-search input') && found.querySelector('.quick-address input') ? found : null;
    if (shown ? shown.root === root : !root) return;
    begin(root);
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
