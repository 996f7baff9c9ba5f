/* Xiuhua: the search box by keyboard and pointer. `/` focuses, arrows walk, Enter opens, Escape closes. */
'use strict';
(function (xiuhua) {
  const PAUSE_MS = 150;
  const present = () => xiuhua.find(HTMLElement, '[data-search]');
  const box = () => xiuhua.need(HTMLElement, '[data-search]');
  const input = () => xiuhua.need(HTMLInputElement, 'input', box());
  const hits = () => xiuhua.all('.hit', box());
  const text = () => input().value.trim();
  let pause = 0;
  let openFirst = false;

  /**
   * Hands the text over once nobody types for a moment.
   * @param {number} ms
   */
  function wait(ms) {
    window.clearTimeout(pause);
    pause = window.setTimeout(tell, ms);
  }

  function tell() {
    if (!xiuhua.setProps('search-text', { data: text() })) wait(PAUSE_MS);
  }

  function isAnswered() {
    const answer = xiuhua.find(HTMLElement, '[data-answers]', box());
    return answer !== null && answer.dataset.answers === text();
  }

  /** Opens the chosen hit or the first; when the answer is still on its way, as soon as it is there. */
  function enter() {
    openFirst = !isAnswered() && text() !== '';
    if (openFirst) wait(0);
    else (xiuhua.find(HTMLElement, '.hit.is-active', box()) || hits()[0])?.click();
  }

  /** @param {Event} event */
  function arriveHits(event) {
    if (openFirst && xiuhua.within(event, '[data-search]') && isAnswered()) enter();
  }

  function open() { box().classList.add('is-open'); }

  function close() {
    box().classList.remove('is-open');
    input().blur();
  }

  /** @param {number} step */
  function walk(step) {
    const all = hits();
    if (!all.length) return;
    const at = all.findIndex((hit) => hit.classList.contains('is-active'));
    const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    all.forEach((hit, i) => hit.classList.toggle('is-active', i === to));
    all[to].scrollIntoView({ block: 'nearest' });
  }

  /**
   * Streets and grids are shown on the map; from other pages the desk is opened at the place.
   * @param {HTMLElement} hit
   */
  function goTo(hit) {
    const { area, place } = hit.dataset;
    if (!document.querySelector('.xiuhua-map')) {
      window.location.href = area ? '/?area=' + encodeURIComponent(area) : '/?place=' + place;
      return;
    }
    showOnPhone();
    if (area) xiuhua.map.showArea(area);
    else if (place) showPlace(place);
  }

  /** @param {string} place */
  function showPlace(place) {
    const [lon, lat] = place.split(',').map(Number);
    xiuhua.map.showPlace(lon, lat);
  }

  function showOnPhone() {
    const desk = xiuhua.find(HTMLElement, '.desk');
    if (desk) { desk.dataset.view = 'map'; window.dispatchEvent(new Event('resize')); }
  }

  /** What the address asks for, once the map is there. */
  function arrive(tries = 100) {
    const query = new URLSearchParams(window.location.search);
    const [area, place] = [query.get('area'), query.get('place')];
    if (!area && !place) return;
    const ready = xiuhua.map && xiuhua.map.session && xiuhua.map.session.areas;
    if (!ready) { if (tries) window.setTimeout(() => arrive(tries - 1), 200); return; }
    if (area) xiuhua.map.showArea(area);
    else if (place) showPlace(place);
  }

  document.addEventListener('focusin', (event) => { if (xiuhua.within(event, '[data-search]')) open(); });
  document.addEventListener('pointerdown', (event) => {
    if (!xiuhua.within(event, '[data-search]')) present()?.classList.remove('is-open');
  });
  xiuhua.onClick([['.hit', (hit) => { if (!hit.dataset.selectAsset && !hit.dataset.selectCase) goTo(hit); close(); }]]);
  document.addEventListener('keydown', (event) => {
    if (!present()?.querySelector('input') || event.isComposing) return;
    const typing = event.target === input();
    if (event.key === '/' && !xiuhua.within(event, 'input, textarea')) { event.preventDefault(); input().focus(); input().select(); }
    if (!typing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); open(); walk(event.key === 'ArrowDown' ? 1 : -1); }
    if (event.key === 'Escape') close();
    if (event.key === 'Enter') enter();
  });

  /** @param {Event} event */
  function write(event) {
    if (!xiuhua.within(event, '[data-search]') || (event instanceof InputEvent && event.isComposing)) return;
    openFirst = false;
    open();
    wait(PAUSE_MS);
  }

  document.addEventListener('input', write);
  document.addEventListener('compositionend', write);
  document.addEventListener('xiuhua:drawn', arriveHits);
  arrive();
})(window.xiuhua);
