/* Xiuhua: what of a task is done and what is next. Nothing here asks the page or the network. */
'use strict';
(function (xiuhua) {
  const AT_THE_PLACE_M = 50;
  const BEFORE = ['before', 'near', 'far', 'reference'];
  const FINAL = ['feedback', 'verify', 'reject', 'check', 'rework'];
  const ASKED = ['return', 'extend', 'suspend'];
  const AFTER_TAKING = ['depart', 'arrive', 'feedback', 'return', 'extend', 'suspend', 'comment'];

  /** The pictures that a task wants; that of before may be the reporter's. @param {Xiuhua.FieldTask} task @returns {Xiuhua.Slot[]} */
  function slots(task) {
    if (task.kind !== 'handle') {
      const role = task.kind === 'check' ? 'after' : 'near';
      return [{ key: 'now', role, shown: null }, { key: 'all', role: role === 'near' ? 'far' : role, shown: null }];
    }
    const reported = task.shots.find(({ role }) => BEFORE.includes(role));
    return [
      { key: 'before', role: 'before', shown: reported ? reported.digest : null },
      { key: 'near', role: 'after', shown: null },
      { key: 'wide', role: 'after', shown: null },
    ];
  }

  /** Those that are not there yet. @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft */
  const missing = (task, draft) => slots(task).filter(({ key, shown }) => !shown && !draft.pictures.some(({ slot }) => slot === key));

  /**
   * The task as it is once what waits on the phone is with the server.
   * @param {Xiuhua.FieldTask} task @param {Xiuhua.OutboxItem[]} items of this case, the oldest first @param {number} asOf when it was told, by the phone's clock
   * @returns {Xiuhua.FieldTask}
   */
  function overlaid(task, items, asOf) {
    return items.filter(({ state, settled_at }) => state === 'waiting' || (state === 'delivered' && settled_at > asOf)).reduce(after, { ...task });
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.OutboxItem} item @returns {Xiuhua.FieldTask} */
  function after(task, item) {
    const at = new Date(item.at + (item.offset_ms || 0)).toISOString();
    const without = (/** @type {string[]} */ ...gone) => task.actions.filter((each) => !gone.includes(each));
    const queued = task.queued || item.state === 'waiting';
    if (item.action === 'accept') return { ...task, queued, is_own: true, state: 'handling', accepted_at: at, actions: AFTER_TAKING };
    if (item.action === 'depart') return { ...task, queued, departed_at: at, actions: without('depart') };
    if (item.action === 'arrive') return { ...task, queued, arrived_at: at, actions: without('depart', 'arrive') };
    if (FINAL.includes(item.action)) return { ...task, queued, is_sent: true };
    return ASKED.includes(item.action) ? { ...task, queued, is_asked: true } : { ...task, queued };
  }

  /** Whether nothing can be done now but wait. @param {Xiuhua.FieldTask} task */
  const waits = (task) => Boolean(task.is_sent || task.is_asked || task.pending || task.suspended_until);

  /** The tighter of step and whole, epoch ms; null where no clock runs. @param {Xiuhua.FieldTask} task */
  function deadline(task) {
    const both = [[task.step_due_at, task.step_yellow_at], [task.due_at, task.yellow_at]].filter(([due]) => due);
    if (!both.length || task.suspended_until) return null;
    const [due, yellow] = both.map(([a, b]) => [Date.parse(a || ''), b ? Date.parse(b) : Infinity]).sort((a, b) => a[0] - b[0])[0];
    return { due, yellow };
  }

  /** Why a position proves no arrival; '' when it does. @param {number} away_m @param {number} accuracy_m @returns {Xiuhua.ArrivalDoubt} */
  function doubt(away_m, accuracy_m) {
    if (away_m > AT_THE_PLACE_M) return 'far';
    return accuracy_m > AT_THE_PLACE_M ? 'rough' : '';
  }

  /** Whether the task was come to. @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft */
  function isThere(task, draft) {
    if (task.kind === 'handle') return Boolean(task.arrived_at);
    return Boolean(draft.arrival && (!draft.arrival.problem || draft.arrival.reason));
  }

  /** @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {boolean} isNear */
  function nextOfWay(task, draft, isNear) {
    if (draft.arrival && draft.arrival.problem && !draft.arrival.reason) return 'reason';
    const mayDepart = task.kind === 'handle' && task.actions.includes('depart') && !task.departed_at;
    return mayDepart && !isNear && !draft.arrival ? 'depart' : 'arrive';
  }

  /** Whether a result is nothing without words. @param {Xiuhua.Draft} draft */
  const needsWords = (draft) => draft.noPhoto || ['refused', 'support', 'is_false', 'fails'].includes(draft.result);

  /**
   * What is to be done next: the word that the large button has.
   * @param {Xiuhua.FieldTask} task @param {Xiuhua.Draft} draft @param {boolean} isNear
   * @returns {Xiuhua.NextStep}
   */
  function next(task, draft, isNear) {
    if (task.is_sent) return { step: 'sent' };
    if (waits(task)) return { step: 'wait' };
    if (task.kind === 'handle' && task.actions.includes('accept')) return { step: 'accept' };
    if (!isThere(task, draft)) return { step: nextOfWay(task, draft, isNear) };
    const left = draft.noPhoto || draft.result === 'support' ? [] : missing(task, draft);
    if (left.length) return { step: 'photo', slot: left[0], left: left.length };
    if (!draft.result) return { step: task.kind === 'handle' ? 'result' : 'look' };
    if (needsWords(draft) && !draft.note.trim()) return { step: 'words' };
    return { step: draft.result === 'support' ? 'support' : 'send' };
  }

  /**
   * The list in its order; what only waits comes last.
   * @param {Xiuhua.FieldTask[]} tasks @param {'near' | 'due' | 'checks'} by @param {(task: Xiuhua.FieldTask) => number | null} away
   */
  function ordered(tasks, by, away) {
    const due = (/** @type {Xiuhua.FieldTask} */ task) => deadline(task)?.due ?? Infinity;
    const first = (/** @type {Xiuhua.FieldTask} */ task) => (by === 'due' ? due(task) : away(task) ?? Infinity);
    const difference = (/** @type {number} */ a, /** @type {number} */ b) => (a === b ? 0 : a - b);
    return tasks.filter(({ kind }) => by !== 'checks' || kind !== 'handle')
      .sort((a, b) => Number(waits(a)) - Number(waits(b)) || difference(first(a), first(b)) || difference(due(a), due(b)) || a.id - b.id);
  }

  xiuhua.fieldSteps = { slots, missing, overlaid, waits, deadline, doubt, isThere, needsWords, next, ordered };
})(window.xiuhua);
