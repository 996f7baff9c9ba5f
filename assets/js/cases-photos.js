/* Xiuhua: pictures that a person adds to a case: sent one after the other, with progress, kept in a store of the form. */
'use strict';
(function (xiuhua) {
  const MEGABYTE = 1024 * 1024;
  /** @typedef {{ field: HTMLElement, tile: HTMLElement, file: File, digest: string, role: string, state: string }} Shot */
  /** @type {WeakMap<HTMLElement, Shot[]>} */
  const shots = new WeakMap();
  /** One at a time, so that a slow network finishes some. @type {Promise<void>} */
  let line = Promise.resolve();

  /** @param {HTMLElement} field */
  const shotsOf = (field) => { const known = shots.get(field) || []; shots.set(field, known); return known; };

  /** @param {HTMLElement} field @param {string} text */
  const report = (field, text) => { const said = xiuhua.find(HTMLElement, '[data-photo-said]', field); if (said) said.textContent = text; };

  /** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {object} props @param {...Node} inside */
  function make(kind, props, ...inside) {
    const node = Object.assign(document.createElement(kind), props);
    node.append(...inside);
    return node;
  }

  /** What is sent goes with the form; the button waits for what is under way. @param {HTMLElement} field */
  function tell(field) {
    const all = shotsOf(field);
    const done = all.filter(({ state }) => state === 'done');
    xiuhua.setProps(field.dataset.store || '', { data: done.map(({ digest, role }) => [digest, role]) });
    const isBusy = all.some(({ state }) => state === 'sending');
    field.toggleAttribute('data-busy', isBusy);
    const form = field.closest('.case-form, .report-form');
    const main = form && xiuhua.find(HTMLButtonElement, '.form-buttons .primary, .dialog-actions .primary', form);
    if (!main) return;
    main.disabled = isBusy;
    main.title = isBusy ? xiuhua.say('photo.busy') : '';
  }

  /** @param {HTMLElement} field @param {boolean} isCamera */
  function choose(field, isCamera) {
    const input = make('input', { type: 'file', accept: 'image/*', multiple: !isCamera, hidden: true });
    if (isCamera) input.setAttribute('capture', 'environment');
    input.addEventListener('change', () => { add(field, [...(input.files || [])]); input.remove(); });
    input.addEventListener('cancel', () => input.remove());
    document.body.append(input);
    input.click();
  }

  /** @param {HTMLElement} field @param {File[]} files */
  function add(field, files) {
    const most = Number(field.dataset.most);
    const room = most - shotsOf(field).length;
    report(field, files.length > room ? xiuhua.say('photo.many', most) : '');
    files.slice(0, Math.max(0, room)).forEach((file) => begin(field, file));
  }

  /** @param {HTMLElement} field @param {File} file */
  function begin(field, file) {
    const shot = { field, file, tile: make('li', { className: 'shot-tile' }), digest: '', role: field.dataset.role || 'near', state: '' };
    shotsOf(field).push(shot);
    xiuhua.need(HTMLElement, '[data-photo-list]', field).append(shot.tile);
    if (file.size > Number(field.dataset.largest)) fail(shot, xiuhua.say('photo.large', Math.floor(Number(field.dataset.largest) / MEGABYTE)), false);
    else wait(shot);
  }

  /** @param {Shot} shot */
  function wait(shot) {
    shot.state = 'sending';
    const bar = make('progress', { max: 1, value: 0 });
    draw(shot, make('div', { className: 'shot-view' }, make('span', { textContent: xiuhua.say('photo.sending', 0) }), bar));
    tell(shot.field);
    line = line.then(() => (shot.tile.isConnected ? send(shot) : undefined));
  }

  /** @param {Shot} shot @param {...Node} parts */
  function draw(shot, ...parts) {
    const remove = make('button', { type: 'button', className: 'shot-remove', textContent: '×', title: xiuhua.say('photo.remove') });
    remove.setAttribute('aria-label', xiuhua.say('photo.remove'));
    remove.addEventListener('click', () => drop(shot));
    shot.tile.dataset.state = shot.state;
    shot.tile.replaceChildren(...parts, remove);
  }

  /** @param {Shot} shot */
  function drop(shot) {
    shot.tile.remove();
    shots.set(shot.field, shotsOf(shot.field).filter((each) => each !== shot));
    report(shot.field, '');
    tell(shot.field);
  }

  /** @param {Shot} shot @param {string} why @param {boolean} mayHelp */
  function fail(shot, why, mayHelp) {
    shot.state = 'failed';
    const retry = make('button', { type: 'button', className: 'shot-retry', textContent: xiuhua.say('photo.retry') });
    retry.addEventListener('click', () => wait(shot));
    draw(shot, make('div', { className: 'shot-view', textContent: why, title: why }), ...(mayHelp ? [retry] : []));
    tell(shot.field);
  }

  /** What stands in a field of the form, if it is a number. @param {string | undefined} id */
  function numberIn(id) {
    const place = id ? document.getElementById(id) : null;
    const input = place instanceof HTMLInputElement ? place : place?.querySelector('input');
    return input?.value.trim() && Number.isFinite(Number(input.value)) ? input.value.trim() : '';
  }

  /** @param {Shot} shot @returns {Promise<void>} */
  function send(shot) {
    const form = new FormData();
    const { caseOf, lonIn, latIn } = shot.field.dataset;
    const [lon, lat] = [lonIn, latIn].map(numberIn);
    if (caseOf) form.append('case', caseOf);
    else if (lon && lat) { form.append('lon', lon); form.append('lat', lat); }
    form.append('file', shot.file, shot.file.name || 'picture');
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/api/v1/photos');
      request.setRequestHeader('X-CSRFToken', xiuhua.formToken());
      request.responseType = 'json';
      request.upload.addEventListener('progress', (event) => show(shot, event));
      request.addEventListener('load', () => { answer(shot, request); done(); });
      request.addEventListener('error', () => { fail(shot, xiuhua.say('photo.failed'), true); done(); });
      request.send(form);
    });
  }

  /** @param {Shot} shot @param {ProgressEvent} event */
  function show({ tile }, { loaded, total }) {
    const bar = xiuhua.find(HTMLProgressElement, 'progress', tile);
    const said = xiuhua.find(HTMLElement, '.shot-view span', tile);
    if (bar) bar.value = total ? loaded / total : 0;
    if (said) said.textContent = loaded < total ? xiuhua.say('photo.sending', Math.round((100 * loaded) / total)) : xiuhua.say('photo.checking');
  }

  /** @param {Shot} shot @param {XMLHttpRequest} request */
  function answer(shot, request) {
    if (request.status === 401) { xiuhua.signIn(); return; }
    const told = request.response || {};
    if (request.status !== 201) { fail(shot, xiuhua.problem(told) || xiuhua.say('photo.failed'), request.status >= 500 || request.status === 408); return; }
    shot.digest = told.digest;
    shot.state = 'done';
    const image = make('img', { src: `/api/v1/photos/${told.digest}?size=small`, alt: shot.file.name });
    draw(shot, make('div', { className: 'shot-view' }, image), roles(shot), ...told.warnings.map(odd));
    tell(shot.field);
  }

  /** @param {{ zh: string, en: string }} warning */
  function odd({ zh, en }) {
    const text = xiuhua.text([zh, en]);
    return make('p', { className: 'shot-odd', title: text }, make('i', { textContent: '!' }), make('span', { textContent: text }));
  }

  /** @param {Shot} shot */
  function roles(shot) {
    const pairs = (shot.field.dataset.roles || '').split(';').map((pair) => pair.split('='));
    const options = pairs.map(([role, name]) => new Option(name, role, false, role === shot.role));
    const choice = make('select', { title: xiuhua.say('photo.role') }, ...options);
    choice.setAttribute('aria-label', xiuhua.say('photo.role'));
    choice.addEventListener('change', () => { shot.role = choice.value; tell(shot.field); });
    return choice;
  }

  /** What is pasted beside words; whatever is dropped was meant as a picture. @param {DataTransfer | null} given */
  const pictures = (given) => [...(given?.files || [])].filter(({ type, name }) => type.startsWith('image/') || /\.hei[cf]$/i.test(name));

  /** @param {HTMLElement} button @param {boolean} isCamera */
  const from = (button, isCamera) => { const field = button.closest('[data-photo-field]'); if (field instanceof HTMLElement) choose(field, isCamera); };

  xiuhua.onClick([['[data-photo-take]', (button) => from(button, true)], ['[data-photo-pick]', (button) => from(button, false)]]);
  ['dragover', 'dragleave', 'drop'].forEach((kind) => document.addEventListener(kind, (event) => {
    const field = xiuhua.within(event, '[data-photo-field]');
    if (!field || !(event instanceof DragEvent)) return;
    event.preventDefault();
    field.classList.toggle('is-over', kind === 'dragover');
    if (kind === 'drop') add(field, [...(event.dataTransfer?.files || [])]);
  }));
  document.addEventListener('paste', (event) => {
    const form = xiuhua.within(event, '.case-form, .report-form');
    const field = form && xiuhua.find(HTMLElement, '[data-photo-field]', form);
    const found = pictures(event.clipboardData);
    if (!field || !found.length) return;
    event.preventDefault();
    add(field, found);
  });
})(window.xiuhua);
