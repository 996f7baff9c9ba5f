/* Xiuhua: the cameras that are chosen, how many show at once, and where they are on the map. */
'use strict';
(function (xiuhua) {
  const LOOK_MS = 300;
  const NEAREST = 17;
  /** @type {string[] | null} */
  let chosen = null;
  let size = 4;
  /** Which camera the map shows. @type {string | null} */
  let placed = null;
  /** @type {L.Map | null} */
  let drawnOn = null;

  const stage = () => xiuhua.find(HTMLElement, '.camera-stage');
  const grid = () => xiuhua.find(HTMLElement, '.camera-grid');

  /** Those that the page was opened with. */
  function begun() {
    const asked = new URLSearchParams(window.location.search).get('camera') || '';
    return asked.split(',').filter(Boolean);
  }

  function paint() {
    const now = chosen || begun();
    xiuhua.all('.tree-row[data-pick-camera]').forEach((row) => {
      row.setAttribute('aria-selected', String(now.includes(row.dataset.pickCamera || '')));
    });
    xiuhua.all('[data-camera-size]').forEach((button) => {
      button.setAttribute('aria-pressed', String(Number(button.dataset.cameraSize) === size));
    });
    const place = grid();
    if (place) place.dataset.size = String(size);
    xiuhua.all('.camera-cell').forEach((cell) => cell.classList.toggle('is-placed', cell.dataset.cell === placed));
  }

  /** @param {string[]} now */
  function keep(now) {
    chosen = now;
    xiuhua.setProps('cameras-chosen', { data: now });
    const url = new URL(window.location.href);
    if (now.length) url.searchParams.set('camera', now.join(','));
    else url.searchParams.delete('camera');
    window.history.replaceState(window.history.state, '', url);
    paint();
  }

  /** Takes a camera in, the oldest goes when there is no room; one that is in goes out. @param {HTMLElement} row */
  function toggle(row) {
    const id = row.dataset.pickCamera || '';
    const now = chosen || begun();
    if (now.includes(id)) { keep(now.filter((each) => each !== id)); return; }
    placed = id;
    keep([...now, id].slice(-size));
  }

  /** @param {string | undefined} id */
  const takeOut = (id) => keep((chosen || begun()).filter((each) => each !== id));

  /** @param {HTMLElement} button */
  function resize(button) {
    size = Number(button.dataset.cameraSize);
    keep((chosen || begun()).slice(-size));
  }

  /** Shows where the camera is, and what it overlooks. */
  function locate() {
    const session = xiuhua.map.session;
    const cells = xiuhua.all('.camera-cell');
    const isComing = placed !== null && (chosen || begun()).includes(placed);
    const cell = cells.find((each) => each.dataset.cell === placed) || (isComing ? undefined : cells.at(-1));
    if (!stage() || !session || !session.home || (isComing && !cell)) return;
    const isNew = drawnOn !== session.map;
    drawnOn = session.map;
    if (!cell) { placed = null; xiuhua.showView(undefined); return; }
    const view = xiuhua.showView(cell.dataset.viewFan);
    if (cell.dataset.cell === placed && cell.dataset.shown && !isNew) return;
    placed = cell.dataset.cell || null;
    xiuhua.all('.camera-cell').forEach((each) => { delete each.dataset.shown; });
    cell.dataset.shown = 'yes';
    xiuhua.map.select(placed, { fly: false });
    if (view) session.map.fitBounds(view, { maxZoom: NEAREST, padding: [24, 24] });
    else xiuhua.map.showPlace(Number(cell.dataset.lon), Number(cell.dataset.lat), NEAREST);
    paint();
  }

  /** @param {HTMLElement} button */
  function showPlace(button) {
    placed = button.dataset.cameraPlace || null;
    xiuhua.all('.camera-cell').forEach((each) => { delete each.dataset.shown; });
    locate();
  }

  xiuhua.onClick([
    ['[data-pick-camera]', toggle],
    ['[data-camera-size]', resize],
    ['[data-camera-out]', (button) => takeOut(button.dataset.cameraOut)],
    ['[data-camera-place]', showPlace],
    ['[data-cameras-clear]', () => keep([])],
  ]);
  document.addEventListener('xiuhua:drawn', () => { if (stage()) paint(); });
  window.setInterval(() => { if (!document.hidden) locate(); }, LOOK_MS);
})(window.xiuhua);
