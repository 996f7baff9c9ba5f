/* Xiuhua: the page of an answer by link. Pictures are sent one after the other as soon as they are chosen. */
'use strict';
(function () {
  const form = document.querySelector('form[data-answer]');
  if (!(form instanceof HTMLFormElement)) return;
  const told = form.dataset;
  const tiles = form.querySelector('[data-tiles]');
  const files = form.querySelector('[data-files]');
  const said = form.querySelector('[data-said]');
  const button = form.querySelector('button[type=submit]');
  if (!(tiles instanceof HTMLElement && files instanceof HTMLInputElement && button instanceof HTMLButtonElement)) return;
  const most = Number(told.most);
  const hint = said ? said.textContent : '';
  let waiting = 0;
  /** One at a time, so that a slow network finishes some. @type {Promise<void>} */
  let line = Promise.resolve();

  /** @param {string | null | undefined} text */
  const report = (text) => { if (said) said.textContent = text || hint; };

  /** @param {number} by */
  const count = (by) => {
    waiting += by;
    button.disabled = waiting > 0;
    report(waiting ? told.wait : hint);
  };

  /** @param {HTMLElement} tile @param {string} text */
  function label(tile, text) {
    const word = tile.querySelector('span') || tile.appendChild(document.createElement('span'));
    word.textContent = text;
  }

  /** @param {HTMLElement} tile */
  function removable(tile) {
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.setAttribute('aria-label', told.remove || '');
    remove.addEventListener('click', () => tile.remove());
    tile.append(remove);
  }

  /** @param {File} file @param {HTMLElement} tile */
  async function send(file, tile) {
    tile.dataset.state = 'sending';
    label(tile, told.sending || '');
    count(1);
    try {
      const body = new FormData();
      body.append('file', file);
      const answer = await window.fetch(told.photos || '', { method: 'POST', body, headers: { 'X-Form-Token': told.token || '' } });
      const content = await answer.json();
      if (!answer.ok) throw new Error(content.told ? content.told[document.documentElement.lang.slice(0, 2)] : content.detail);
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'photo', value: content.digest });
      tile.append(field);
      tile.dataset.state = 'done';
      const word = tile.querySelector('span');
      if (word) word.remove();
    } catch (error) {
      tile.dataset.state = 'failed';
      label(tile, told.failed || '');
      tile.title = error instanceof Error ? error.message : '';
      tile.addEventListener('click', () => { line = line.then(() => (tile.isConnected ? send(file, tile) : undefined)); }, { once: true });
      count(-1);
      report(tile.title);
      return;
    }
    count(-1);
  }

  files.addEventListener('change', () => {
    const chosen = [...(files.files || [])].slice(0, Math.max(0, most - tiles.children.length));
    files.value = '';
    chosen.forEach((file) => {
      const tile = document.createElement('li');
      const picture = document.createElement('img');
      picture.alt = '';
      picture.src = URL.createObjectURL(file);
      tile.append(picture);
      removable(tile);
      tiles.append(tile);
      line = line.then(() => (tile.isConnected ? send(file, tile) : undefined));
    });
  });
  [...tiles.children].forEach((tile) => { if (tile instanceof HTMLElement) removable(tile); });

  form.addEventListener('change', (event) => {
    const chosen = event.target;
    if (chosen instanceof HTMLInputElement && chosen.name === 'kind') told.kind = chosen.value;
  });
  form.addEventListener('submit', (event) => {
    if (waiting) { event.preventDefault(); return; }
    button.disabled = true;
  });
  window.addEventListener('pageshow', () => { button.disabled = waiting > 0; });
})();
