/* Xiuhua: the search box by keyboard and pointer. `/` focuses, arrows walk, Enter opens, Escape closes. */
'use strict';
(function (xiuhua) {
  const PAUSE_MS = 150;
  const box = () => document.querySelector('[data-search]');
  const input = () => box() && box().querySelector('input');
  const hits = () => [...box().querySelectorAll('.hit')];
  const text = () => input().value.trim();
  let pause = 0;
  let openFirst = false;

  /** Hands the text over once nobody types for a moment. */
  function wait(ms) {
    window.clearTimeout(pause);
    pause = window.setTimeout(tell, ms);
  }

  function tell() {
    if (!xiuhua.setProps('search-text', { data: text() })) wait(PAUSE_MS);
  }

  function isAnswered() {
    const answer = box().querySelector('[data-answers]');
    return answer !== null && answer.dataset.answers === text();
  }

  /** Opens the chosen hit or the first; when the answer is still on its way, as soon as it is there. */
  function enter() {
    openFirst = !isAnswered() && text() !== '';
    if (openFirst) wait(0);
    else (box().querySelector('.hit.is-active') || hits()[0] || { click() {} }).click();
  }

  function arriveHits(event) {
    if (openFirst && event.target.closest('[data-search]') && isAnswered()) enter();
  }

  function open() { box().classList.add('is-open'); }

  function close() {
    box().classList.remove('is-open');
    input().blur();
  }

  function walk(step) {
    const all = hits();
    if (!all.length) return;
    const at = all.findIndex((hit) => hit.classList.contains('is-active'));
    const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    all.forEach((hit, i) => hit.classList.toggle('is-active', i === to));
    all[to].scrollIntoView({ block: 'nearest' });
  }

  /** Streets and grids are shown on the map; from other pages the desk is opened at the place. */
  function goTo(hit) {
    const { area, place } = hit.dataset;
    if (!document.querySelector('.xiuhua-map')) {
      window.location.href = area ? '/?area=' + encodeURIComponent(area) : '/?place=' + place;
      return;
    }
    showOnPhone();
    if (area) xiuhua.map.showArea(area);
    else xiuhua.map.showPlace(...place.split(',').map(Number));
  }

  function showOnPhone() {
    const desk = document.querySelector('.desk');
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
    else xiuhua.map.showPlace(...place.split(',').map(Number));
  }

  document.addEventListener('focusin', (event) => { if (event.target.closest('[data-search]')) open(); });
  document.addEventListener('pointerdown', (event) => {
    if (box() && box().classList.contains('is-open') && !event.target.closest('[data-search]')) box().classList.remove('is-open');
  });
  document.addEventListener('click', (event) => {
    const hit = event.target.closest('.hit');
    if (!hit) return;
    if (!hit.dataset.selectAsset) goTo(hit);
    close();
  });
  document.addEventListener('keydown', (event) => {
    if (!input() || event.isComposing) return;
    const typing = event.target === input();
    if (event.key === '/' && !event.target.matches('input, textarea')) { event.preventDefault(); input().focus(); input().select(); }
    if (!typing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); open(); walk(event.key === 'ArrowDown' ? 1 : -1); }
    if (event.key === 'Escape') close();
    if (event.key === 'Enter') enter();
  });
  ['input', 'compositionend'].forEach((name) => document.addEventListener(name, (event) => {
    if (!event.target.closest('[data-search]') || event.isComposing) return;
    openFirst = false;
    open();
    wait(PAUSE_MS);
  }));
  document.addEventListener('xiuhua:drawn', arriveHits);
  arrive();
})(window.xiuhua = window.xiuhua || {});
