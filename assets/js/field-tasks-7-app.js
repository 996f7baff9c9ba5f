/* Xiuhua: the phone page: its tabs, the tasks as they were told last, and what a thumb does to them. */
'use strict';
(function (xiuhua) {
  const { fieldSteps: steps, fieldList, fieldTask, fieldDrafts: drafts, fieldPlace: place, fieldDeeds: deeds } = xiuhua;
  const LEAST_BETWEEN_MS = 3000;
  const TABS = ['tasks', 'map', 'me'];
  /** @type {HTMLElement | null} */
  let root = null;
  /** @type {Xiuhua.FieldTask[] | null} */
  let told = null;
  /** When the tasks were told, by the phone's clock. */
  let asOf = 0;
  let isFresh = false;
  /** @type {'near' | 'due' | 'checks'} */
  let by = 'near';
  let askedAt = 0;
  let later = 0;
  let frame = 0;

  /** The tasks as they are once the outbox is empty. */
  function tasks() {
    const { items } = xiuhua.outbox.state();
    return (told || []).map((task) => steps.overlaid(task, items.filter(({ case_id }) => case_id === task.id), asOf));
  }

  const wanted = () => Number((window.location.hash.match(/^#task=(\d+)$/) || [])[1] || 0);

  const chosen = () => tasks().find(({ id }) => id === wanted());

  /** @param {HTMLElement} app */
  function paintHead(app) {
    const all = tasks();
    const left = all.filter((task) => !steps.waits(task));
    xiuhua.need(HTMLElement, '[data-field-count]', app).textContent = told ? String(left.length) : '';
    xiuhua.need(HTMLElement, '[data-field-checks]', app).textContent = String(all.filter(({ kind }) => kind !== 'handle').length);
    xiuhua.all('[data-field-by]', app).forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.fieldBy === by)));
    const said = isFresh || !told ? '' : xiuhua.say('field.as_of', xiuhua.fieldServer.timeText(asOf, { isPhones: true }));
    xiuhua.need(HTMLElement, '[data-field-as-of]', app).textContent = told ? said : xiuhua.say('field.unasked');
    xiuhua.need(HTMLElement, '[data-field-locate]', app).hidden = place.state() !== 'off' || !told?.length;
  }

  /** @param {HTMLElement} app */
  function paintTask(app) {
    const place_ = xiuhua.need(HTMLElement, '[data-field-task]', app);
    const task = chosen();
    app.toggleAttribute('data-has-task', Boolean(wanted()));
    if (task) xiuhua.morph(place_, fieldTask.page(task));
    else if (wanted() && told) xiuhua.morph(place_, String(xiuhua.html`<div class="blank"><b>${xiuhua.say('field.gone')}</b><a class="btn" href="#tasks">${xiuhua.say('field.back')}</a></div>`));
    else xiuhua.morph(place_, '');
  }

  function paint() {
    frame = 0;
    if (!root?.isConnected) return;
    const tab = window.location.hash.slice(1);
    root.dataset.tab = TABS.includes(tab) ? tab : 'tasks';
    document.body.dataset.fieldTab = root.dataset.tab;
    paintHead(root);
    paintTask(root);
    if (told) xiuhua.draw(xiuhua.need(HTMLElement, '[data-field-list]', root), fieldList.list(tasks(), by));
    const map = xiuhua.need(HTMLElement, '[data-field-map]', root);
    if (told && map.clientWidth) xiuhua.fieldMap.paint(map, tasks());
    xiuhua.all('[data-field-tab]', root).forEach((link) => link.toggleAttribute('aria-current', link.dataset.fieldTab === root?.dataset.tab));
  }

  const soon = () => { frame = frame || window.requestAnimationFrame(paint); };

  /** Small pictures stay in the browser, for when there is no network. */
  const fetchPictures = () => (told || []).filter(({ is_own }) => is_own).flatMap(({ shots }) => shots.slice(0, 3))
    .forEach(({ digest }) => { new Image().src = `/api/v1/photos/${digest}?size=small`; });

  async function ask() {
    window.clearTimeout(later);
    later = 0;
    askedAt = Date.now();
    try {
      const { status, body } = await xiuhua.fieldServer.ask('GET', '/api/v1/field/tasks');
      if (status === 401) { isFresh = false; soon(); return; }
      if (status !== 200) throw new xiuhua.Unreachable(String(status));
      [told, asOf, isFresh] = [body.items, askedAt, true];
      xiuhua.outbox.keepTasks(body.items, askedAt).catch(() => undefined);
      fetchPictures();
    } catch (error) {
      if (!(error instanceof xiuhua.Unreachable)) throw error;
      isFresh = false;
    }
    soon();
  }

  /** Asks again, but not for every case of a busy hour. */
  function askLater() {
    if (later || !root?.isConnected) return;
    const wait = Math.max(0, askedAt + LEAST_BETWEEN_MS - Date.now());
    later = window.setTimeout(ask, wait && wait + Math.random() * 1000);
  }

  async function open() {
    if (!wanted()) return;
    await drafts.read(wanted()).catch(() => undefined); // that the storage fails, the banner of the outbox says
    soon();
    deeds.checkRoom();
  }

  /** @param {HTMLElement} app */
  async function begin(app) {
    root = app;
    place.beginIfAllowed();
    const kept = told ? null : await xiuhua.outbox.tasks().catch(() => null);
    if (kept && !told) [told, asOf] = [kept.tasks, kept.asked_at];
    await open();
    soon();
    await ask();
  }

  /** @param {Partial<Xiuhua.Draft>} become */
  async function note(become) {
    await drafts.change(wanted(), become);
    soon();
  }

  /** @param {string} reason */
  function why(reason) {
    const { arrival } = drafts.of(wanted());
    return arrival ? note({ arrival: { ...arrival, reason } }) : undefined;
  }

  /** One deed at a time: a second press of an impatient thumb is none. @param {() => unknown} act */
  async function once(act) {
    if (!root || root.dataset.busy !== undefined) return;
    const app = root;
    app.dataset.busy = '';
    try { await act(); } finally { delete app.dataset.busy; soon(); }
  }

  /** @param {(task: Xiuhua.FieldTask) => unknown} act */
  const withTask = (act) => () => { const task = chosen(); return task && once(() => act(task)); };

  /** @param {HTMLElement} button */
  function accept(button) {
    const task = tasks().find(({ id }) => id === Number(button.dataset.fieldAccept));
    return task && once(() => deeds.keep(task, 'accept'));
  }

  /** @param {HTMLElement} button */
  function show(button) {
    const picture = drafts.of(wanted()).pictures[Number(button.dataset.fieldShow)];
    if (picture) deeds.enlarge(drafts.address(picture.blob), button.getAttribute('alt') || '');
  }

  xiuhua.onClick([
    ['[data-field-drop]', (button) => note({ pictures: drafts.of(wanted()).pictures.filter((_, at) => at !== Number(button.dataset.fieldDrop)) })],
    ['[data-field-show]', show],
    ['[data-field-photo]', (button) => deeds.enlarge(`/api/v1/photos/${button.dataset.fieldPhoto}?size=medium`, button.textContent || '')],
    ['[data-field-close]', (button) => button.closest('dialog')?.close()],
    ['[data-field-accept]', accept],
    ['[data-field-by]', (button) => { by = /** @type {'near' | 'due' | 'checks'} */ (button.dataset.fieldBy); soon(); }],
    ['[data-field-locate]', () => { place.begin(); soon(); }],
    ['[data-field-why]', (button) => why(button.dataset.fieldWhy || '')],
    ['[data-field-result]', (button) => note({ result: drafts.of(wanted()).result === button.dataset.fieldResult ? '' : button.dataset.fieldResult })],
    ['[data-field-no-photo]', () => note({ noPhoto: !drafts.of(wanted()).noPhoto })],
    ['[data-field-shoot]', (button) => withTask((task) => deeds.shoot(task, button.dataset.fieldShoot || 'more'))()],
    ['[data-field-more]', withTask(deeds.more)],
    ['[data-field-next]', withTask(deeds.goOn)],
  ]);
  document.addEventListener('input', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    if (target.dataset.fieldNote !== undefined) note({ note: target.value });
    if (target.dataset.fieldReason !== undefined) why(target.value);
  });
  document.addEventListener('change', (event) => { if (event.target instanceof HTMLElement && event.target.dataset.fieldCamera) window.setTimeout(soon, 100); });
  document.addEventListener('xiuhua:outbox', ({ detail }) => {
    soon();
    if (detail.items.some(({ state, settled_at }) => state !== 'waiting' && settled_at > asOf)) askLater();
  });
  document.addEventListener('xiuhua:place', soon);
  window.addEventListener('hashchange', () => { soon(); open(); });
  window.addEventListener('online', askLater);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') askLater(); });
  xiuhua.live.subscribe(({ feeds, reset }) => { if (reset || (feeds && (feeds.cases !== undefined || feeds.catalogue !== undefined))) askLater(); });
  function look() {
    const found = xiuhua.find(HTMLElement, '[data-field-app]');
    if (found && found !== root) begin(found);
    if (!found) { root = null; delete document.body.dataset.fieldTab; }
  }
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})(window.xiuhua);
