/* Xiuhua: one task on one screen: to be there, pictures, the result; and the large button that names what is missing. */
'use strict';
(function (xiuhua) {
  const { html, fieldSteps: steps, fieldList: list, fieldPlace: place, fieldDrafts: drafts } = xiuhua;
  const SLOT_WORDS = {
    before: () => xiuhua.say('field.shot_before'), near: () => xiuhua.say('field.shot_near'), wide: () => xiuhua.say('field.shot_wide'),
    now: () => xiuhua.say('field.shot_now'), all: () => xiuhua.say('field.shot_all'), more: () => xiuhua.say('field.shot_more'),
  };
  const RESULT_WORDS = {
    fixed: () => xiuhua.say('field.fixed'), dispersed: () => xiuhua.say('field.dispersed'), refused: () => xiuhua.say('field.refused'), support: () => xiuhua.say('field.support'),
    is_true: () => xiuhua.say('field.is_true'), is_false: () => xiuhua.say('field.is_false'), passes: () => xiuhua.say('field.passes'), fails: () => xiuhua.say('field.fails'),
  };
  /** @type {Record<Xiuhua.TaskKind, (keyof RESULT_WORDS)[]>} */
  const RESULTS = { handle: ['fixed', 'dispersed', 'refused', 'support'], verify: ['is_true', 'is_false'], check: ['passes', 'fails'] };
  const MOST_PICTURES = 8;

  /** @param {string} slot */
  const slotWord = (slot) => SLOT_WORDS[/** @type {keyof SLOT_WORDS} */ (slot)]();

  /** @param {Xiuhua.FieldTask} task */
  function head(task) {
    const runs = steps.deadline(task);
    const kind = list.word(task.kind_name);
    const label = runs && runs.due < list.now() ? xiuhua.say('field.late_name', kind) : xiuhua.say('field.left_name', kind);
    const left = runs && html`<b class="fig" data-field-due="${runs.due}" data-bare>${xiuhua.caseClock.leftText(Math.abs(runs.due - list.now()))}</b><em>${label}</em>`;
    return html`<header class="task-head"><a class="task-back" href="#tasks" title="${xiuhua.say('field.back')}" aria-label="${xiuhua.say('field.back')}"><i></i></a>
      <div><h2>${list.lamp(task)}${task.category_name}</h2><small class="fig">#${task.number}</small></div>
      <div class="task-left" data-lamp="${list.lampOf(task)}">${left || html`<em>${xiuhua.say('field.no_due')}</em>`}</div></header>`;
  }

  /** @param {Xiuhua.FieldTask} task */
  function where(task) {
    const m = list.away(task);
    return html`<section class="task-place"><div><b>${task.address}</b><p>${task.description}</p></div>${m !== null && html`<span class="field-way">${list.distance(m)}<em>${xiuhua.say('field.walk', place.walk_min(m))}</em></span>`}
      <a class="task-round" href="geo:${task.lat},${task.lon}?q=${task.lat},${task.lon}" title="${xiuhua.say('field.navigate')}" aria-label="${xiuhua.say('field.navigate')}"><i class="icon icon-navigate"></i></a></section>`;
  }

  /** @param {Xiuhua.Arrival} arrival */
  function doubtText({ problem, away_m, accuracy_m }) {
    const words = {
      far: () => xiuhua.say('field.too_far', Math.round(away_m || 0)), rough: () => xiuhua.say('field.too_rough', Math.round(accuracy_m || 0)),
      insecure: () => xiuhua.say('field.plain_http'), denied: () => xiuhua.say('field.denied'), none: () => xiuhua.say('field.no_fix'),
    };
    return problem ? words[problem]() : '';
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {boolean} isThere */
  function arrivalText(task, draft, isThere) {
    const { arrival } = draft;
    if (isThere && arrival && !arrival.problem) return xiuhua.say('field.proved', Math.round(arrival.away_m || 0), Math.round(arrival.accuracy_m || 0));
    if (isThere) return arrival?.reason ? xiuhua.say('field.arrived_why', arrival.reason) : xiuhua.say('field.arrived_at');
    if (place.state() === 'waiting') return xiuhua.say('field.locating');
    if (arrival?.problem) return doubtText(arrival);
    const here = place.now();
    if (here) return xiuhua.say('field.here', Math.round(list.away(task) || 0), Math.round(here.accuracy_m));
    return xiuhua.say('field.not_there');
  }

  /** @param {string} value @param {boolean} isOn @param {string} kind @param {string} text */
  const chip = (value, isOn, kind, text) => html`<button type="button" class="task-chip" aria-pressed="${isOn}" data-${kind}="${value}">${text}</button>`;

  /** @param {Xiuhua.Arrival} arrival */
  function reasons(arrival) {
    const offered = [xiuhua.say('field.why_inside'), xiuhua.say('field.why_fence'), xiuhua.say('field.why_point')];
    return html`<div class="task-why"><div class="task-chips">${offered.map((text) => chip(text, text === arrival.reason, 'field-why', text))}</div>
      <input class="field" data-field-reason maxlength="200" placeholder="${xiuhua.say('field.why_away')}" aria-label="${xiuhua.say('field.why_away')}" value="${arrival.reason}"></div>`;
  }

  /** @param {number} number @param {string} name @param {boolean} isDone @param {boolean} isNow @param {unknown} rest @param {unknown} [beside] */
  function step(number, name, isDone, isNow, rest, beside) {
    const state = isDone ? 'done' : isNow ? 'now' : 'next';
    return html`<section class="task-step" data-step="${state}"><span class="task-node fig">${isDone ? '' : number}</span><div class="task-line"><h3>${name}</h3>${beside}</div><div class="task-rest">${rest}</div></section>`;
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {Xiuhua.NextStep} next */
  function arrivalStep(task, draft, next) {
    const isThere = steps.isThere(task, draft);
    const asks = draft.arrival && draft.arrival.problem && !(task.kind === 'handle' && task.arrived_at);
    const rest = html`<p>${arrivalText(task, draft, isThere)}</p>${asks && draft.arrival && reasons(draft.arrival)}`;
    const { timeText } = xiuhua.fieldServer;
    const at = task.kind === 'handle' ? task.arrived_at && timeText(Date.parse(task.arrived_at), { hasSeconds: true })
      : draft.arrival && timeText(draft.arrival.at, { isPhones: true, hasSeconds: true });
    return step(1, xiuhua.say('field.step_arrive'), isThere, ['depart', 'arrive', 'reason'].includes(next.step), rest, isThere && at && html`<time class="fig">${at}</time>`);
  }

  /** @param {Xiuhua.DraftPicture} picture @param {number} at */
  function taken({ slot, blob }, at) {
    return html`<figure class="task-shot is-done"><img src="${drafts.address(blob)}" alt="${slotWord(slot)}" data-field-show="${at}"><figcaption>${slotWord(slot)}</figcaption><button type="button" class="task-drop" data-field-drop="${at}" title="${xiuhua.say('field.remove')}" aria-label="${xiuhua.say('field.remove')}"><i class="icon icon-close"></i></button></figure>`;
  }

  /** @param {Xiuhua.Slot} slot @param {Xiuhua.Draft} draft */
  function slotTile({ key, shown }, draft) {
    const at = draft.pictures.findIndex(({ slot }) => slot === key);
    if (at >= 0) return taken(draft.pictures[at], at);
    if (shown) return html`<figure class="task-shot is-done"><img src="/api/v1/photos/${shown}?size=small" alt="${slotWord(key)}" data-field-photo="${shown}"><figcaption>${slotWord(key)} · ${xiuhua.say('field.shot_reported')}</figcaption></figure>`;
    return html`<button type="button" class="task-shot is-wanted" data-field-shoot="${key}"><i class="icon icon-camera"></i><b>${slotWord(key)}</b></button>`;
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {Xiuhua.NextStep} next */
  function photoStep(task, draft, next) {
    const slots = steps.slots(task);
    const there = slots.length - steps.missing(task, draft).length;
    const others = draft.pictures.map((picture, at) => (picture.slot === 'more' ? taken(picture, at) : ''));
    const more = there === slots.length && draft.pictures.length < MOST_PICTURES && html`<button type="button" class="task-shot is-wanted is-more" data-field-shoot="more"><i class="icon icon-camera"></i><b>${slotWord('more')}</b></button>`;
    const reference = task.shots.length > 0 && html`<button type="button" class="task-link" data-field-photo="${task.shots[0].digest}">${xiuhua.say('field.reference')}</button>`;
    const cannot = there < slots.length && html`<button type="button" id="task-no-photo-${draft.noPhoto}" class="task-link" aria-pressed="${draft.noPhoto}" data-field-no-photo>${draft.noPhoto ? xiuhua.say('field.no_photo_on') : xiuhua.say('field.no_photo')}</button>`;
    const count = html`<span class="task-count fig">${there} / ${slots.length}</span>`;
    return step(2, xiuhua.say('field.step_photo'), there === slots.length || draft.noPhoto, next.step === 'photo',
      html`<div class="task-shots">${slots.map((slot) => slotTile(slot, draft))}${others}${more}</div>`, html`${count}${reference}${cannot}`);
  }

  /** @param {Xiuhua.FieldTask} task */
  function standards(task) {
    const told = [[xiuhua.say('field.filing'), task.kind === 'verify' && task.standard?.filing], [xiuhua.say('field.closing'), task.kind === 'check' && task.standard?.closing], [xiuhua.say('field.evidence'), task.kind === 'check' && task.standard?.evidence]];
    const rows = told.filter(([, text]) => text);
    if (!rows.length) return html`<p>${xiuhua.say('field.no_standard')}</p>`;
    return html`<dl class="task-standard">${rows.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {Xiuhua.NextStep} next */
  function resultStep(task, draft, next) {
    const isHandled = task.kind === 'handle';
    const words = steps.needsWords(draft) ? xiuhua.say('field.note_needed') : xiuhua.say('field.note');
    const rest = html`${!isHandled && standards(task)}<div class="task-results">${RESULTS[task.kind].map((each) => chip(each, each === draft.result, 'field-result', RESULT_WORDS[each]()))}</div>
      <textarea class="field task-note" rows="1" maxlength="300" data-field-note placeholder="${words}" aria-label="${words}">${draft.note}</textarea>`;
    const isDone = Boolean(draft.result) && next.step !== 'words';
    return step(3, isHandled ? xiuhua.say('field.step_result') : xiuhua.say('field.step_look'), isDone, ['result', 'look', 'words'].includes(next.step), rest);
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.NextStep} next @returns {[text: string, hint: string]} */
  function buttonWords(task, next) {
    const send = xiuhua.say('field.hint_send');
    /** @type {Record<string, () => [string, string]>} */
    const words = {
      accept: () => [xiuhua.say('field.do_accept'), xiuhua.say('field.hint_accept')], depart: () => [xiuhua.say('field.do_depart'), send],
      arrive: () => [xiuhua.say('field.do_arrive'), xiuhua.say('field.hint_arrive')], reason: () => [xiuhua.say('field.do_reason'), ''],
      photo: () => [xiuhua.say('field.do_photo', slotWord(next.slot?.key || 'more'), next.left || 0), xiuhua.say('field.hint_photo')],
      result: () => [xiuhua.say('field.do_result'), ''], look: () => [xiuhua.say('field.do_look'), ''], words: () => [xiuhua.say('field.do_reason'), ''],
      send: () => [xiuhua.say('field.do_send'), send], support: () => [xiuhua.say('field.do_support'), send],
      sent: () => [xiuhua.say('field.queued'), xiuhua.say('field.hint_sent')], wait: () => [xiuhua.say('field.waits', list.word(task.state_name)), ''],
    };
    return words[next.step]();
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.NextStep} next */
  function foot(task, next) {
    const [text, hint] = buttonWords(task, next);
    const isIdle = ['sent', 'wait'].includes(next.step);
    const mayAsk = !isIdle && ['return', 'extend', 'suspend'].some((each) => task.actions.includes(each));
    // Another step is another button: what has the focus keeps its words when the page is drawn anew.
    const id = ['task', next.step, next.slot?.key, next.left].filter(Boolean).join('-');
    const icon = next.step === 'photo' && html`<i class="icon icon-camera"></i>`;
    return html`<footer class="task-foot"><div><button type="button" id="${id}" class="btn primary task-main" data-field-next="${next.step}" ${isIdle ? html`disabled` : ''}>${icon}${text}</button>
      ${mayAsk && html`<button type="button" class="btn task-more" data-field-more title="${xiuhua.say('field.more')}" aria-label="${xiuhua.say('field.more')}"><i></i></button>`}</div>${hint && html`<small>${hint}</small>`}</footer>`;
  }

  /** Whether the position proves that one is there. @param {Xiuhua.FieldTask} task */
  function isNear(task) {
    const here = place.now();
    return Boolean(here && !steps.doubt(place.metres(here, task), here.accuracy_m));
  }

  /** @param {Xiuhua.FieldTask} task */
  const nextOf = (task) => steps.next(task, drafts.of(task.id), isNear(task));

  /** @param {Xiuhua.FieldTask} task */
  function page(task) {
    const draft = drafts.of(task.id);
    const next = nextOf(task);
    return String(html`${head(task)}${where(task)}<div class="task-steps">${arrivalStep(task, draft, next)}${photoStep(task, draft, next)}${resultStep(task, draft, next)}</div>${foot(task, next)}`);
  }

  xiuhua.fieldTask = { page, nextOf };
})(window.xiuhua);
