/* Xiuhua: a case is opened from list, queue, search or link; its place is shown on the map, its end is in sight. */
'use strict';
(function (xiuhua) {
  const ZOOM = 17;
  /** @type {string | null} */
  let opened = null;
  /** @type {Xiuhua.NamedRing | null} */
  let ring = null;

  const isWide = () => window.matchMedia('(min-width:1600px)').matches;

  /** @param {string | null} key */
  function tellAddress(key) {
    const query = new URLSearchParams(window.location.search);
    if (key) query.set('case', key); else query.delete('case');
    const said = query.toString();
    window.history.replaceState(window.history.state, '', window.location.pathname + (said ? '?' + said : ''));
  }

  /** Which case is open now, and which was. @param {string | null} key */
  function tell(key) {
    const left = opened === key ? null : opened;
    opened = key;
    xiuhua.setProps('selected-case', { data: { key, left, at: Date.now() } });
  }

  /** @param {string} key @param {HTMLElement | null} from */
  function open(key, from) {
    tell(key);
    tellAddress(key);
    mark();
    if (from) showSpot(from);
  }

  function close() {
    if (opened === null) return;
    tell(null);
    tellAddress(null);
    mark();
    ring?.remove();
    ring = null;
    measure();
  }

  /** The list gives room to the drawer on wide screens; Leaflet measures itself anew. */
  function measure() {
    if (isWide()) window.setTimeout(() => window.dispatchEvent(new Event('resize')), 50);
  }

  /** The row of the open case stays marked, in list and queue. */
  function mark() {
    xiuhua.all('[data-case]').forEach((row) => row.classList.toggle('is-current', row.dataset.case === opened));
  }

  /** @param {HTMLElement} spot */
  function showSpot(spot) {
    const session = xiuhua.map && xiuhua.map.session;
    const { lon, lat, name = '', address = '' } = spot.dataset;
    if (!session || lon === undefined || lat === undefined) return;
    measure();
    ring?.remove();
    ring = new xiuhua.NamedRing(session.map, {
      position: [Number(lat), Number(lon)], name, number: address, state: 'normal', className: 'xiuhua-selected',
    });
    window.setTimeout(() => xiuhua.map.showPlace(Number(lon), Number(lat), ZOOM), isWide() ? 80 : 0);
  }

  /** From pages without a map the desk is opened at the case. @param {HTMLElement} spot */
  function goToSpot(spot) {
    if (!document.querySelector('.xiuhua-map')) { window.location.href = '/?case=' + spot.dataset.caseSpot; return; }
    const desk = xiuhua.find(HTMLElement, '.desk');
    if (desk && window.matchMedia('(max-width:760px)').matches) { desk.dataset.view = 'map'; xiuhua.desk.selectAsset(null); }
    showSpot(spot);
  }

  /** Now is at the foot: that is what one sees first. @param {Event} event */
  function arrive(event) {
    if (!(event.target instanceof HTMLElement)) return;
    if (event.target.querySelector('[data-case]')) mark();
    event.target.querySelectorAll('.case-pic img').forEach(tellMissing);
    const scroll = event.target.closest('[data-case-scroll]');
    if (!(scroll instanceof HTMLElement) || scroll.dataset.begun !== undefined) return;
    window.requestAnimationFrame(() => { scroll.scrollTop = scroll.scrollHeight; scroll.dataset.begun = ''; });
  }

  /** A picture that could not be had is said in words, and stays so when the timeline is drawn again. @param {EventTarget | null} image */
  function tellMissing(image) {
    if (image instanceof HTMLImageElement && image.complete && !image.naturalWidth) image.closest('.case-pic')?.classList.add('is-missing');
  }

  /** A shared link opens its case as soon as the stores and the map are there. */
  function openShared(tries = 100) {
    const key = new URLSearchParams(window.location.search).get('case');
    if (!key) return;
    const isReady = xiuhua.setProps('selected-case', { data: { key, at: Date.now() } });
    if (!isReady) { if (tries) window.setTimeout(() => openShared(tries - 1), 100); return; }
    opened = key;
    showWhenDrawn();
  }

  function showWhenDrawn(tries = 100) {
    const spot = xiuhua.find(HTMLElement, '.drawer [data-case-spot]');
    const hasMap = document.querySelector('.xiuhua-map') !== null;
    if (spot && (!hasMap || (xiuhua.map && xiuhua.map.session && xiuhua.map.session.home))) { mark(); showSpot(spot); return; }
    if (tries) window.setTimeout(() => showWhenDrawn(tries - 1), 100);
  }

  xiuhua.onClick([
    ['[data-close-drawer], [data-select-asset], [data-select-event], [data-select-person]', close],
    ['[data-case-spot]', goToSpot],
    ['[data-case-cancel]', () => xiuhua.setProps('case-action', { data: { action: null, at: Date.now() } })],
    ['[data-case-action]', (b) => {
      b.closest('details')?.removeAttribute('open');
      xiuhua.setProps('case-action', { data: { action: b.dataset.caseAction, at: Date.now() } });
    }],
    ['[data-select-case]', (row) => open(row.dataset.selectCase || '', row.dataset.lon === undefined ? null : row)],
  ]);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !xiuhua.within(event, 'input, textarea, select, dialog')) close();
  });
  xiuhua.openCase = open;
  document.addEventListener('xiuhua:drawn', arrive);
  document.addEventListener('error', (event) => tellMissing(event.target), true);
  openShared();
})(window.xiuhua);
