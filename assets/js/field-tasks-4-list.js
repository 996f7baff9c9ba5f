/* Xiuhua: the list of tasks: a card each, with the lamp, the way, the time left, and one button with the next word. */
'use strict';
(function (xiuhua) {
  const { html, fieldSteps: steps, fieldPlace: place } = xiuhua;
  const KILOMETRE = 1000;

  /** @param {{ zh: string, en: string }} name */
  const word = ({ zh, en }) => xiuhua.text([zh, en]);

  /** The server's time, as far as the phone knows it. */
  const now = () => (xiuhua.clock.isKnown ? xiuhua.clock.now() : Date.now() + (xiuhua.fieldServer.offset_ms() || 0));

  /** @param {Xiuhua.FieldTask} task */
  function away(task) {
    const here = place.now();
    return here ? place.metres(here, task) : null;
  }

  /** @param {Xiuhua.FieldTask} task */
  function lampOf(task) {
    const runs = steps.deadline(task);
    return runs ? xiuhua.caseClock.lampOf(now(), runs.due, runs.yellow) : 'offline';
  }

  /** A mark of the lamp, which turns by itself. @param {Xiuhua.FieldTask} task */
  function lamp(task) {
    const runs = steps.deadline(task);
    if (!runs) return html`<i class="mark" data-state="offline"></i>`;
    return html`<i class="mark" data-state="${lampOf(task)}" data-lamp-due="${runs.due}" data-lamp-yellow="${Number.isFinite(runs.yellow) ? runs.yellow : runs.due}"></i>`;
  }

  /** @param {number} due */
  function timeText(due) {
    const left = due - now();
    const told = xiuhua.caseClock.leftText(Math.abs(left));
    return left < 0 ? xiuhua.say('field.late', told) : xiuhua.say('field.left', told);
  }

  /** @param {Xiuhua.FieldTask} task */
  function timeLeft(task) {
    const runs = steps.deadline(task);
    if (!runs) return html`<u class="fig">${xiuhua.say('field.no_due')}</u>`;
    return html`<u class="fig ${runs.due < now() ? 'is-late' : ''}" data-field-due="${runs.due}">${timeText(runs.due)}</u>`;
  }

  /** @param {number} m */
  function distance(m) {
    const [figure, unit] = m < KILOMETRE ? [m < 10 ? '<\u200910' : Math.round(m / 10) * 10, 'm'] : [(m / KILOMETRE).toFixed(1), 'km'];
    return html`<b class="fig">${figure}<small> ${unit}</small></b>`;
  }

  /** @param {Xiuhua.FieldTask} task */
  function way(task) {
    const m = away(task);
    if (m === null) return html`<span class="field-way"><em>${xiuhua.say('field.no_place')}</em></span>`;
    return html`<span class="field-way">${distance(m)}<em>${xiuhua.say('field.walk', place.walk_min(m))}</em></span>`;
  }

  /** @param {Xiuhua.FieldTask} task */
  function button(task) {
    if (steps.waits(task)) return html`<span class="field-chip">${task.queued ? xiuhua.say('field.queued') : word(task.state_name)}</span>`;
    const words = { handle: () => xiuhua.say('field.go_on'), verify: () => xiuhua.say('field.go_verify'), check: () => xiuhua.say('field.go_check') };
    if (!task.actions.includes('accept')) return html`<a class="btn field-go" href="#task=${task.id}">${words[task.kind]()}</a>`;
    return html`<button type="button" class="btn primary field-go" data-field-accept="${task.id}">${xiuhua.say('field.accept')}</button>`;
  }

  /** @param {Xiuhua.FieldTask} task */
  function flags(task) {
    const told = [
      task.flags.includes('urgent') && xiuhua.say('field.urgent'),
      task.flags.includes('supervised') && xiuhua.say('field.supervised'),
      task.state === 'rework' && xiuhua.say('field.rework'),
    ];
    return told.filter(Boolean).map((text) => html`<em class="field-kind is-flag">${text}</em>`);
  }

  /** @param {Xiuhua.FieldTask} task */
  function card(task) {
    return html`<li class="field-card" data-case="${task.id}" data-lamp="${lampOf(task)}">
      <a class="field-open" href="#task=${task.id}">${lamp(task)}
        <span class="field-what"><b>${task.category_name} <em class="field-kind">${word(task.kind_name)}</em>${flags(task)}</b>
        <span>${task.address || task.description}</span><small>${word(task.source_name)} ${timeLeft(task)}</small></span>${way(task)}</a>
      ${button(task)}</li>`;
  }

  /** @param {Xiuhua.FieldTask[]} tasks @param {'near' | 'due' | 'checks'} by */
  function list(tasks, by) {
    const shown = steps.ordered(tasks, by, away);
    if (shown.length) return String(html`${shown.map(card)}`);
    const [head, hint] = by === 'checks' ? [xiuhua.say('field.empty_checks'), ''] : [xiuhua.say('field.empty'), xiuhua.say('field.empty_hint')];
    return String(html`<li class="blank"><b>${head}</b><p>${hint}</p></li>`);
  }

  /** Every second: what counts down. */
  function tick() {
    if (document.visibilityState === 'hidden') return;
    xiuhua.all('[data-field-due]').forEach((node) => {
      const due = Number(node.dataset.fieldDue);
      const text = node.dataset.bare === undefined ? timeText(due) : xiuhua.caseClock.leftText(Math.abs(due - now()));
      if (node.textContent !== text) node.textContent = text;
      node.classList.toggle('is-late', due < now());
    });
  }

  window.setInterval(tick, 1000);
  xiuhua.fieldList = { list, lamp, lampOf, distance, away, word, now };
})(window.xiuhua);
