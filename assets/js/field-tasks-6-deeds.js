/* Xiuhua: what is done at a task: each deed is on the phone first, and goes from there to the server. */
'use strict';
(function (xiuhua) {
  const { html, fieldPlace: place, fieldSteps: steps, fieldDrafts: drafts, fieldTask } = xiuhua;
  const FINAL = /** @type {Record<string, string>} */ ({ is_true: 'verify', is_false: 'reject', passes: 'check', fails: 'rework' });
  const WORDS = /** @type {Record<string, () => string>} */ ({
    accept: () => xiuhua.say('field.do_accept'), depart: () => xiuhua.say('field.do_depart'), arrive: () => xiuhua.say('field.do_arrive'),
    comment: () => xiuhua.say('field.do_support'), return: () => xiuhua.say('field.ask_return'), extend: () => xiuhua.say('field.ask_extend'), suspend: () => xiuhua.say('field.ask_suspend'),
  });
  const TOLD = /** @type {Record<string, () => string>} */ ({
    return: () => xiuhua.say('field.told_return'), extend: () => xiuhua.say('field.told_extend'), suspend: () => xiuhua.say('field.told_suspend'),
  });
  const END_OF_WORK = 'T18:00';
  const ROLE_OF_MORE = { handle: 'after', verify: 'near', check: 'after' };

  /** @param {unknown} error */
  function report(error) {
    const said = xiuhua.find(HTMLElement, '[data-field-said]');
    if (said) said.textContent = error instanceof Error ? error.message : String(error || '');
    if (error && !(error instanceof xiuhua.outbox.NotKept)) throw error;
  }

  /** Keeps a deed; true once it is on the disk. @param {Xiuhua.FieldTask} task @param {string} action @param {object} [body] @param {Xiuhua.NewPicture[]} [photos] */
  async function keep(task, action, body = {}, photos = []) {
    const name = (WORDS[action] || (() => xiuhua.say('field.do_send')))();
    try {
      await xiuhua.outbox.add({ case_id: task.id, action, body: { revision: task.revision, keep: true, ...body }, photos, label: `${name} · ${task.category_name}` });
      report('');
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  }

  /** @param {Xiuhua.FieldTask} task @returns {Promise<Xiuhua.Arrival>} */
  async function located(task) {
    const { reason = '' } = drafts.of(task.id).arrival || {};
    const here = await place.fresh();
    const at = xiuhua.fieldList.now();
    if (here) {
      const away_m = place.metres(here, task);
      return { ...here, at, away_m, problem: steps.doubt(away_m, here.accuracy_m), reason };
    }
    const why = place.state();
    return { at, problem: why === 'insecure' || why === 'denied' ? why : 'none', reason };
  }

  /** @param {Xiuhua.Arrival} arrival */
  const proof = ({ lon, lat, accuracy_m }) => (lon === undefined ? {} : { lon, lat, accuracy_m: Math.min(accuracy_m || 0, 1e5) });

  /** @param {Xiuhua.FieldTask} task */
  async function arrive(task) {
    const arrival = await located(task);
    await drafts.change(task.id, { arrival });
    if (task.kind !== 'handle' || (arrival.problem && !arrival.reason)) return;
    await keep(task, 'arrive', { ...proof(arrival), reason: arrival.problem ? arrival.reason : '' });
  }

  /** The pictures as they go out. @param {Xiuhua.FieldTask} task @returns {Xiuhua.NewPicture[]} */
  function pictures(task) {
    const roles = Object.fromEntries(steps.slots(task).map(({ key, role }) => [key, role]));
    return drafts.of(task.id).pictures.map(({ slot, blob }, at) => ({ blob, role: roles[slot] || ROLE_OF_MORE[task.kind], name: `${slot}-${at + 1}` }));
  }

  /** @param {Xiuhua.FieldTask} task */
  async function handIn(task) {
    const { result, note, arrival } = drafts.of(task.id);
    const action = FINAL[result] || 'feedback';
    const reason = [task.kind !== 'handle' && arrival?.problem ? arrival.reason : '', note.trim()].filter(Boolean).join('; ');
    const body = action === 'feedback' ? { reason, outcome: result } : { reason, ...(arrival ? proof(arrival) : {}) };
    if (await keep(task, action, body, pictures(task))) await drafts.forget(task.id);
    if (!drafts.of(task.id).result) window.location.hash = '#tasks';
  }

  /** The case stays with who asks for help; so do the pictures. @param {Xiuhua.FieldTask} task */
  async function askForSupport(task) {
    const reason = `${xiuhua.say('field.support')}: ${drafts.of(task.id).note.trim()}`;
    if (await keep(task, 'comment', { reason }, pictures(task))) await drafts.change(task.id, { result: '', note: '' });
  }

  /** @param {Xiuhua.FieldTask} task @param {string} slot */
  function shoot(task, slot) {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', hidden: true });
    input.setAttribute('capture', 'environment');
    input.dataset.fieldCamera = slot;
    input.addEventListener('change', async () => {
      const [blob] = input.files || [];
      input.remove();
      if (!blob) return;
      const others = drafts.of(task.id).pictures.filter((each) => slot === 'more' || each.slot !== slot);
      await drafts.change(task.id, { pictures: [...others, { slot, blob, at: Date.now() }], noPhoto: false }).catch((error) => report(new xiuhua.outbox.NotKept(xiuhua.say('outbox.not_kept', String(error)))));
      await checkRoom();
    });
    input.addEventListener('cancel', () => input.remove());
    document.body.append(input);
    input.click();
  }

  /** Said before the camera opens the next time. */
  async function checkRoom() {
    const { ok, words } = await xiuhua.outbox.room();
    report(ok ? '' : new xiuhua.outbox.NotKept(words));
  }

  /** @param {string} selector */
  function lead(selector) {
    const node = xiuhua.find(HTMLElement, selector);
    if (!node) return;
    node.scrollIntoView({ block: 'center' });
    if (node.matches('input, textarea')) node.focus();
  }

  /** Does what the large button names. @param {Xiuhua.FieldTask} task @returns {Promise<unknown> | void} */
  function goOn(task) {
    const next = fieldTask.nextOf(task);
    switch (next.step) {
      case 'accept': case 'depart': return keep(task, next.step);
      case 'arrive': return arrive(task);
      case 'photo': return shoot(task, next.slot?.key || 'more');
      case 'send': return handIn(task);
      case 'support': return askForSupport(task);
      case 'reason': return lead('[data-field-reason]');
      case 'words': return lead('[data-field-note]');
      default: return lead('.task-results');
    }
  }

  /** @param {string} action */
  function request(action) {
    const tomorrow = new Date(xiuhua.fieldList.now() + 864e5).toISOString().slice(0, 10);
    const until = action === 'suspend' && html`<label>${xiuhua.say('field.ask_until')}<input type="date" class="field" name="until" min="${tomorrow}" required></label>`;
    return html`<form method="dialog" data-field-request="${action}"><h2>${WORDS[action]()}</h2><p class="dialog-subject">${TOLD[action]()}</p>
      <label>${xiuhua.say('field.ask_reason')}<textarea class="field" name="reason" rows="3" maxlength="300" required></textarea></label>${until}
      <div class="dialog-actions"><button type="button" class="btn" data-field-close>${xiuhua.say('field.cancel')}</button><button class="btn primary">${xiuhua.say('field.ask_send')}</button></div></form>`;
  }

  /** @param {unknown} inside */
  function sheet(inside) {
    const own = Object.assign(document.createElement('dialog'), { className: 'dialog field-sheet', innerHTML: String(inside) });
    own.addEventListener('close', () => own.remove());
    document.body.append(own);
    own.showModal();
    return own;
  }

  /** @param {Xiuhua.FieldTask} task */
  function more(task) {
    const may = ['return', 'extend', 'suspend'].filter((each) => task.actions.includes(each));
    const own = sheet(html`<h2>${xiuhua.say('field.more')}</h2><div class="field-choices">${may.map((each) => html`<button type="button" class="btn" data-field-ask="${each}">${WORDS[each]()}<small>${TOLD[each]()}</small></button>`)}</div>
      <div class="dialog-actions"><button type="button" class="btn" data-field-close>${xiuhua.say('field.cancel')}</button></div>`);
    own.addEventListener('click', (event) => {
      const chosen = xiuhua.within(event, '[data-field-ask]');
      if (chosen) own.innerHTML = String(request(chosen.dataset.fieldAsk || ''));
    });
    own.addEventListener('submit', async (event) => {
      if (!(event.target instanceof HTMLFormElement)) return;
      const told = new FormData(event.target);
      const until = told.get('until');
      await keep(task, event.target.dataset.fieldRequest || '', { reason: String(told.get('reason')), ...(until ? { until: new Date(until + END_OF_WORK).toISOString() } : {}) });
    });
  }

  /** Shows a picture on the whole screen. @param {string} src @param {string} alt */
  function enlarge(src, alt) {
    const own = sheet(html`<button type="button" class="field-picture" data-field-close title="${xiuhua.say('field.close')}"><img src="${src}" alt="${alt}"></button>`);
    own.classList.add('is-picture');
  }

  xiuhua.fieldDeeds = { keep, goOn, shoot, more, enlarge, checkRoom };
})(window.xiuhua);
