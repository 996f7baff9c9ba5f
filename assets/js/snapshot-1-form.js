/* Xiuhua: a picture of a chat group goes to the unit that answers for its place, by one tap (随手拍、快处置). */
'use strict';
(function (xiuhua) {
  const MEGABYTE = 1024 * 1024;
  const ASK_AFTER_MS = 200;
  /** What stands in the place of a unit when a dispatcher chooses. */
  const BY_HAND = '';

  /** A mark by which the same picture, sent twice, is taken once. */
  const mark = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

  /** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {object} props @param {...(Node | string)} inside */
  function make(kind, props, ...inside) {
    const node = Object.assign(document.createElement(kind), props);
    node.append(...inside);
    return node;
  }

  /** @param {Response} answer */
  async function read(answer) {
    if (answer.status === 401) xiuhua.signIn();
    const body = await answer.json().catch(() => ({}));
    const words = xiuhua.problem(body) || String(answer.status);
    return { body, problem: answer.ok ? '' : words };
  }

  /** @param {string} path @param {Record<string, string | number>} query */
  async function ask(path, query) {
    const said = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return read(await window.fetch(`/api/v1/cases/${path}?${said}`, { headers: { Accept: 'application/json' } }));
  }

  /** @param {string} path @param {BodyInit} body @param {Record<string, string>} [headers] */
  async function post(path, body, headers = {}) {
    try {
      return await read(await window.fetch(path, { method: 'POST', body, headers: { 'X-CSRFToken': xiuhua.formToken(), ...headers } }));
    } catch {
      return { body: null, problem: xiuhua.say('snapshot.lost') };
    }
  }

  /** @param {Xiuhua.SnapshotUnit} unit */
  const keyOf = ({ kind, code }) => `${kind} ${code}`;

  class Form {
    /** @param {HTMLElement} root */
    constructor(root) {
      this.root = root;
      this.what = new xiuhua.QuickWhat(root, () => this.changed());
      this.map = xiuhua.pinMap(this.part('[data-quick-map]'), (lon, lat) => this.placed(lon, lat, xiuhua.say('quick.by_hand')));
      /** @type {string} */
      this.digest = '';
      /** @type {{ lon: number, lat: number } | null} */
      this.place = null;
      /** @type {Xiuhua.SnapshotUnit[]} */
      this.units = [];
      this.chosen = BY_HAND;
      /** What is wrong with the place. */
      this.problem = '';
      /** @type {number[]} */
      this.seen = [];
      this.key = mark();
      this.isBusy = false;
      this.asking = 0;
      this.askedFor = '';
      this.drawUnits();
      this.changed();
      this.guess();
    }

    /** @param {string} selector */
    part(selector) { return xiuhua.need(HTMLElement, selector, this.root); }

    /** @param {string} selector */
    typed(selector) { return xiuhua.need(HTMLInputElement, `${selector} input`, this.root); }

    /** @param {string} words */
    report(words) { this.part('[data-quick-said]').textContent = words; }

    end() {
      window.clearTimeout(this.asking);
      this.map.end();
    }

    /* The picture */

    choose() {
      const input = make('input', { type: 'file', accept: 'image/*', hidden: true });
      input.addEventListener('change', () => { const [file] = input.files || []; input.remove(); if (file) this.take(file); });
      input.addEventListener('cancel', () => input.remove());
      document.body.append(input);
      input.click();
    }

    /** @param {File} file */
    async take(file) {
      const largest = Number(this.root.dataset.largest);
      if (file.size > largest) { this.report(xiuhua.say('quick.large', Math.floor(largest / MEGABYTE))); return; }
      this.part('[data-snap-told]').textContent = '';
      this.report(xiuhua.say('snapshot.sending_photo'));
      const form = new FormData();
      form.append('file', file, file.name || 'picture');
      const { body, problem } = await post('/api/v1/photos', form);
      this.report(problem);
      if (problem) return;
      this.digest = body.digest;
      this.show(body.warnings);
      if (body.position) {
        this.map.show(body.position.lon, body.position.lat);
        this.placed(body.position.lon, body.position.lat, xiuhua.say('snapshot.photo_place'));
      } else if (!this.place) this.part('[data-quick-located]').textContent = xiuhua.say('snapshot.no_place');
      this.changed();
    }

    /** @param {{ zh: string, en: string }[]} warnings */
    show(warnings) {
      const shown = this.part('[data-snap-shown]');
      shown.hidden = !this.digest;
      this.root.toggleAttribute('data-has-picture', Boolean(this.digest));
      shown.replaceChildren(...(this.digest ? [make('img', { src: `/api/v1/photos/${this.digest}?size=medium`, alt: '' })] : []));
      this.part('[data-snap-odd]').replaceChildren(...warnings.map(({ zh, en }) => make('p', { textContent: xiuhua.text([zh, en]) })));
    }

    /* What, where, to whom */

    /** @param {number} lon @param {number} lat @param {string} words */
    placed(lon, lat, words) {
      this.place = { lon, lat };
      this.part('[data-quick-located]').textContent = words;
      this.guess();
      this.changed();
    }

    async guess() {
      const { body, problem } = await ask('likely', this.place ? { ...this.place } : {}).catch(() => ({ body: null, problem: xiuhua.say('snapshot.lost') }));
      if (problem) { this.report(problem); return; }
      this.what.hear(body.items);
      const { line, grid, problem: wrong } = body.place;
      this.part('[data-quick-around]').textContent = [line, grid].filter(Boolean).join(' · ');
      this.problem = wrong ? xiuhua.text([wrong.zh, wrong.en]) : '';
      this.changed();
      this.report(this.problem);
    }

    missing() {
      if (!this.digest) return xiuhua.say('snapshot.need_photo');
      if (!this.what.chosen) return xiuhua.say('quick.need_category');
      return this.place && !this.problem ? '' : xiuhua.say('quick.need_place');
    }

    /** The button always names what is missing next, or to whom it goes. */
    changed() {
      if (!this.map) return;
      const send = xiuhua.need(HTMLButtonElement, '[data-snap-send]', this.root);
      const missing = this.missing();
      const unit = this.units.find((each) => keyOf(each) === this.chosen);
      send.textContent = missing || (unit ? xiuhua.say('snapshot.send_to', unit.name) : xiuhua.say('snapshot.send_on'));
      if (this.isBusy) send.textContent = xiuhua.say('quick.sending');
      send.disabled = this.isBusy;
      send.toggleAttribute('data-lacks', Boolean(missing));
      window.clearTimeout(this.asking);
      this.asking = window.setTimeout(() => this.look(), ASK_AFTER_MS);
    }

    /** Who may take it on, and what of it is there already. */
    async look() {
      const [at, what] = [this.place, this.what.chosen];
      const wanted = at && what ? `${what.category} ${at.lon} ${at.lat}` : '';
      if (wanted === this.askedFor) return;
      this.askedFor = wanted;
      if (!at || !what) { this.offer([], []); return; }
      const query = { category: what.category, ...at };
      const told = await Promise.all([ask('snapshots/units', query), ask('similar', query)]).catch(() => null);
      if (this.askedFor !== wanted) return;
      if (!told) { this.askedFor = ''; this.report(xiuhua.say('snapshot.lost')); return; }
      const [units, similar] = told;
      if (units.problem) { this.report(units.problem); return; }
      this.offer(units.body.items, similar.body.duplicates || []);
    }

    /** @param {Xiuhua.SnapshotUnit[]} units @param {Xiuhua.NearbyCase[]} similar */
    offer(units, similar) {
      this.units = units;
      this.chosen = units.length ? keyOf(units[0]) : BY_HAND;
      this.drawUnits();
      this.drawSimilar(similar);
      this.changed();
    }

    drawUnits() {
      const place = this.part('[data-snap-units]');
      if (!this.askedFor) { place.replaceChildren(make('p', { className: 'quiet', textContent: xiuhua.say('snapshot.no_units') })); return; }
      const none = this.units.length ? [] : [make('p', { className: 'quiet', textContent: xiuhua.say('snapshot.none') })];
      const rows = this.units.map((unit) => this.row(keyOf(unit), unit.name, this.why(unit), unit.by_rule));
      const byHand = this.row(BY_HAND, xiuhua.say('snapshot.by_hand'), xiuhua.say('snapshot.by_hand_why'), '');
      place.replaceChildren(...none, ...rows, byHand);
    }

    /** @param {Xiuhua.SnapshotUnit} unit */
    why({ why }) { return why.map(({ zh, en }) => xiuhua.text([zh, en])).join(' · '); }

    /** @param {string} key @param {string} name @param {string} why @param {string} rule */
    row(key, name, why, rule) {
      const title = make('b', { textContent: name });
      if (rule) title.append(make('i', { className: 'tag', textContent: xiuhua.say('snapshot.by_rule', rule) }));
      const row = make('button', { type: 'button', className: 'snap-unit' }, title, make('small', { textContent: why }));
      row.setAttribute('role', 'radio');
      row.setAttribute('aria-checked', String(key === this.chosen));
      row.addEventListener('click', () => { this.chosen = key; this.drawUnits(); this.changed(); });
      return row;
    }

    /** @param {Xiuhua.NearbyCase[]} similar */
    drawSimilar(similar) {
      this.seen = similar.map(({ id }) => id);
      this.part('[data-quick-similar]').replaceChildren(...similar.slice(0, 2).map((near) => {
        const age = xiuhua.say('ago', xiuhua.ages.seconds(Math.max(0, near.age_s)));
        const words = make('span', {}, make('b', { textContent: xiuhua.say('quick.similar', Math.round(near.away_m)) }), make('small', { textContent: `#${near.number} · ${age}` }));
        return make('div', { className: 'quick-near' }, words, make('a', { className: 'btn', href: `/cases?case=${near.id}`, textContent: xiuhua.say('quick.open') }));
      }));
    }

    /* Sending */

    body() {
      const unit = this.units.find((each) => keyOf(each) === this.chosen);
      return {
        category: this.what.chosen?.category, sender: this.root.querySelector('[data-snap-sender][aria-pressed=true]')?.getAttribute('data-snap-sender'),
        description: this.typed('.snap-note').value.trim(), address: this.typed('.quick-address').value.trim(), ...this.place,
        photos: [this.digest], unit: unit ? { kind: unit.kind, code: unit.code } : null, similar_seen: this.seen,
      };
    }

    async send() {
      const missing = this.missing();
      if (this.isBusy || missing) { this.report(this.problem || missing); return; }
      this.isBusy = true;
      this.changed();
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': this.key };
      const { body, problem } = await post('/api/v1/cases/snapshots', JSON.stringify(this.body()), headers);
      this.isBusy = false;
      this.report(problem);
      if (problem && body && body.case) this.meet(body.case);
      if (!problem) this.sent(body);
      this.changed();
    }

    /** Somebody was faster: that one is shown, and pressed again it is reported all the same. @param {{ id: number }} other */
    async meet(other) {
      const { place, what: { chosen } } = this;
      if (!place || !chosen) return;
      const { body } = await ask('similar', { category: chosen.category, ...place });
      this.drawSimilar(body.duplicates || []);
      this.seen = [...new Set([...this.seen, other.id])];
    }

    /** The next picture may come. @param {{ number: string, squad: string | null, department: string | null }} made */
    sent(made) {
      const unit = this.units.find((each) => keyOf(each) === this.chosen);
      const code = made.squad || made.department;
      const words = code ? xiuhua.say('snapshot.sent', made.number, unit ? unit.name : code) : xiuhua.say('snapshot.filed', made.number);
      this.part('[data-snap-told]').textContent = words;
      this.digest = '';
      this.place = null;
      this.key = mark();
      this.map.clear();
      this.part('[data-quick-located]').textContent = '';
      this.show([]);
      xiuhua.setProps('snapshot-note', { value: '' });
      this.typed('.quick-address').value = '';
      this.what.choose(null);
    }
  }

  /** @type {Form | null} */
  let shown = null;

  function follow() {
    const found = xiuhua.find(HTMLElement, '[data-snapshot]');
    const root = found && found.querySelectorAll('.quick-search input, .quick-address input, .snap-note input').length === 3 ? found : null;
    if (shown ? shown.root === root : !root) return;
    shown?.end();
    shown = root && new Form(root);
  }

  /** @param {DataTransfer | null} given */
  const pictureOf = (given) => [...(given?.files || [])].find(({ type, name }) => type.startsWith('image/') || /\.hei[cf]$/i.test(name));

  document.addEventListener('paste', (event) => {
    const file = shown && pictureOf(event.clipboardData);
    if (!shown || !file) return;
    event.preventDefault();
    shown.take(file);
  });
  ['dragover', 'dragleave', 'drop'].forEach((kind) => document.addEventListener(kind, (event) => {
    const area = xiuhua.within(event, '.snap-picture');
    if (!shown || !area || !(event instanceof DragEvent)) return;
    event.preventDefault();
    area.classList.toggle('is-over', kind === 'dragover');
    const file = kind === 'drop' ? pictureOf(event.dataTransfer) : undefined;
    if (file) shown.take(file);
    else if (kind === 'drop') shown.report(xiuhua.say('quick.no_picture'));
  }));
  xiuhua.onClick([
    ['[data-snap-drop], [data-snap-other]', () => shown?.choose()],
    ['.snap [data-quick-other]', () => shown?.what.toggle()],
    ['[data-snap-send]', () => shown?.send()],
    ['[data-snap-sender]', (button) => {
      xiuhua.all('[data-snap-sender]').forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
    }],
  ]);
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  follow();
})(window.xiuhua);
