/* Xiuhua: the live picture of an inspection: asked for when somebody wants it, stopped when nobody sees it. */
'use strict';
(function (xiuhua) {
  const EVERY_MS = 1000;
  const LOOK_MS = 250;

  /** @typedef {{ place: HTMLElement, newAt: number | null, isAsking: boolean, askedAt: number, why: string }} Watched */
  /** @type {Watched | null} */
  let shown = null;

  /** @param {HTMLElement} place */
  const image = (place) => place.querySelector('img');
  /** @param {HTMLElement} place @param {string} text @param {string} state */
  function put(place, text, state) {
    const words = place.querySelector('[data-picture-said]');
    if (words && words.textContent !== text) words.textContent = text;
    if (place.dataset.state !== state) place.dataset.state = state;
  }

  /** @param {HTMLElement} place */
  function isSeen(place) {
    const box = place.getBoundingClientRect();
    return !document.hidden && place.isConnected && box.bottom > 0 && box.top < window.innerHeight;
  }

  function stop() {
    if (!shown) return;
    const { place } = shown;
    shown = null;
    const picture = image(place);
    if (picture) { window.URL.revokeObjectURL(picture.src); picture.removeAttribute('src'); picture.hidden = true; }
    place.querySelector('[data-picture-start]')?.setAttribute('aria-pressed', 'false');
    put(place, '', '');
  }

  /** @param {HTMLElement} place */
  function start(place) {
    stop();
    shown = { place, newAt: null, isAsking: false, askedAt: 0, why: '' };
    place.querySelector('[data-picture-start]')?.setAttribute('aria-pressed', 'true');
    put(place, place.dataset.waiting ?? '', 'waiting');
  }

  /** @param {Watched} watched @param {Blob} picture */
  function draw(watched, picture) {
    const into = image(watched.place);
    if (!into) return;
    const before = into.src;
    into.src = window.URL.createObjectURL(picture);
    into.hidden = false;
    if (before) window.URL.revokeObjectURL(before);
  }

  /** @param {Watched} watched */
  async function ask(watched) {
    watched.isAsking = true;
    watched.askedAt = Date.now();
    try {
      const answer = await window.fetch(watched.place.dataset.picture ?? '', { cache: 'no-store' });
      if (answer.status === 401) { xiuhua.signIn(); return; }
      if (answer.ok) {
        const picture = await answer.blob();
        if (shown !== watched) return;
        watched.newAt = Date.now() - Number(answer.headers.get('x-picture-age-ms'));
        watched.why = '';
        draw(watched, picture);
      } else {
        const { told, detail } = await answer.json();
        watched.why = told ? xiuhua.text([told.zh, told.en]) : detail ?? '';
        if (answer.status < 500) watched.newAt = null;
      }
    } catch {
      watched.why = watched.place.dataset.unreached ?? '';
    } finally {
      watched.isAsking = false;
    }
  }

  /** How old the picture is, whatever came of the last try. @param {Watched} watched */
  function tell(watched) {
    const { place, newAt, why } = watched;
    if (newAt === null) {
      if (why) put(place, why, 'cut');
      return;
    }
    const age = Date.now() - newAt;
    const state = age >= Number(place.dataset.cutMs) ? 'cut' : age >= Number(place.dataset.lateMs) ? 'late' : 'live';
    const words = (place.dataset[state] ?? '').replace('{}', String(Math.round(age / 1000)));
    put(place, why && state !== 'live' ? `${words} · ${why}` : words, state);
  }

  function look() {
    if (!shown) return;
    if (!isSeen(shown.place)) { stop(); return; }
    if (!shown.isAsking && Date.now() - shown.askedAt >= EVERY_MS) ask(shown);
    tell(shown);
  }

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-picture-start]') : null;
    const place = button?.closest('[data-picture]');
    if (!(place instanceof HTMLElement)) return;
    if (shown?.place === place) stop(); else start(place);
  });
  window.setInterval(look, LOOK_MS);
})(window.xiuhua);
