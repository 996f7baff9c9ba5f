/* Xiuhua: the roster. A click opens a day in the form, a chip that is dragged to another cell asks to be moved there. */
'use strict';
(function (xiuhua) {
  const CHIP = '.shift-chip[draggable=true]';
  const CELL = '[data-roster-drop]';
  /** What is open: person, day and shift. @type {string | null} */
  let opened = null;
  /** Which day narrow screens show; null: the one that the server chose. @type {string | null} */
  let shownDay = null;
  /** @type {HTMLElement | null} */
  let dragged = null;

  /** @param {object} command */
  const send = (command) => xiuhua.setProps('roster-command', { data: { ...command, at: Date.now() } });

  /** @param {HTMLElement} node */
  const keyOf = (node) => [node.dataset.person, node.dataset.date, node.dataset.shift].join(' ');

  /** @param {HTMLElement} node */
  function open(node) {
    const { person, date: day, shift } = node.dataset;
    opened = keyOf(node);
    send({ action: 'open_day', person, day, shift });
    paint();
  }

  /** @param {HTMLElement} button */
  function showDay(button) {
    shownDay = button.dataset.rosterDay || '0';
    paint();
  }

  function close() {
    opened = null;
    paint();
  }

  /** Marks what is open, and which day narrow screens show; lists that were drawn anew get it back. */
  function paint() {
    xiuhua.all('[data-roster-open]').forEach((node) => node.classList.toggle('is-open', keyOf(node) === opened));
    const days = xiuhua.all('[data-roster-day]');
    const day = shownDay ?? (days.find((node) => node.classList.contains('is-on'))?.dataset.rosterDay || '0');
    days.forEach((node) => node.classList.toggle('is-on', node.dataset.rosterDay === day));
    const main = xiuhua.find(HTMLElement, '[data-roster-main]');
    if (main) main.dataset.shownDay = day;
  }

  /** @param {HTMLElement | null} cell */
  function hover(cell) {
    xiuhua.all(CELL + '.is-over').forEach((node) => node.classList.toggle('is-over', node === cell));
    cell?.classList.add('is-over');
  }

  /** @param {HTMLElement} chip @param {HTMLElement} cell */
  function drop(chip, cell) {
    const { person, date: day, shift, area } = chip.dataset;
    const { person: to, date: toDay, mark } = cell.dataset;
    if (person === to && day === toDay) return;
    opened = [to, toDay, shift].join(' ');
    send({ action: 'move_entry', person, day, shift, area, to_person: to, to_day: toDay, seen: mark });
  }

  document.addEventListener('dragstart', (event) => {
    dragged = xiuhua.within(event, CHIP);
    if (dragged && event.dataTransfer) {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', keyOf(dragged));
    }
  });
  document.addEventListener('dragover', (event) => {
    if (!dragged) return;
    const cell = xiuhua.within(event, CELL);
    if (cell) event.preventDefault();
    hover(cell);
  });
  document.addEventListener('drop', (event) => {
    const cell = xiuhua.within(event, CELL);
    if (!dragged || !cell) return;
    event.preventDefault();
    drop(dragged, cell);
  });
  document.addEventListener('dragend', () => {
    dragged = null;
    hover(null);
  });
  document.addEventListener('xiuhua:drawn', paint);

  xiuhua.onClick([
    ['[data-roster-open]', open],
    ['[data-roster-day]', showDay],
    ['.roster-close', close],
  ]);
})(window.xiuhua);
