/* Xiuhua: people on duty and their street lines on the map of a squad, and the replay of a track. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const PEOPLE_MS = 5000;
  const LINES_MS = 60000;
  const LOOK_MS = 400;
  const WALKED = 0.8;
  const PLAY_MS = 60;
  const PLAY_STEP = 4;

  /** @type {{ session: Xiuhua.Session, people: L.LayerGroup, lines: L.LayerGroup, cases: L.LayerGroup, track: L.LayerGroup, framed: boolean } | null} */
  let shown = null;
  /** What of people the legend hides, and the people that came last. @type {Set<string>} */
  const hidden = new Set();
  /** @type {Xiuhua.PatrolPerson[]} */
  let people = [];
  let casesTold = '';
  let peopleAt = 0;
  let linesAt = 0;
  /** @type {{ who: string, points: [lon: number, lat: number, at: string][] } | null} */
  let replay = null;
  let playing = 0;

  const stage = () => xiuhua.find(HTMLElement, '[data-patrol]');
  /** A squad's page is about nothing else; on the desk people are a layer among others. @param {HTMLElement} place */
  const isOwn = (place) => place.dataset.patrolLines !== undefined;

  /** @param {string} path @param {Record<string, string>} query */
  async function ask(path, query) {
    const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
    const answer = await window.fetch(`/api/v1/${path}?${said}`, { headers: { Accept: 'application/json' } });
    if (answer.status === 401) xiuhua.signIn();
    if (!answer.ok) throw new Error(`${path} ${answer.status}`);
    return answer.json();
  }

  /** @param {string} name */
  const ink = (name) => xiuhua.tokens.token(name);

  /** @param {number} share */
  function lineStyle(share) {
    if (share >= WALKED) return { color: ink('ok'), weight: 4, opacity: 0.95 };
    if (share > 0) return { color: ink('accent'), weight: 3.5, opacity: 0.9, dashArray: '10 6' };
    return { color: ink('critical'), weight: 3, opacity: 0.9, dashArray: '2 7' };
  }

  /** @param {Xiuhua.PatrolLine[]} features */
  function drawLines(features) {
    if (!shown) return;
    shown.lines.clearLayers();
    features.forEach(({ geometry, properties }) => {
      const { name, share, walked_m: walked, length_m: length } = properties;
      const places = geometry.coordinates.map((line) => line.map(([lon, lat]) => L.latLng(lat, lon)));
      const told = xiuhua.say('patrol.line', name, Math.round(share * 100), Math.round(walked), Math.round(length));
      L.polyline(places, lineStyle(share)).bindTooltip(told, { sticky: true }).addTo(/** @type {any} */ (shown).lines);
    });
    frame();
  }

  /** Brings the squad's lines into view, once. */
  function frame() {
    if (!shown || shown.framed) return;
    const bounds = L.latLngBounds([]);
    shown.lines.eachLayer((line) => { bounds.extend(/** @type {L.Polyline} */ (line).getBounds()); });
    if (!bounds.isValid()) return;
    shown.framed = true;
    shown.session.map.fitBounds(bounds, { padding: [24, 24], animate: false });
  }

  /** @param {Xiuhua.PatrolPerson[]} features */
  function drawPeople(features) {
    if (!shown) return;
    people = features;
    xiuhua.all('[data-legend]').forEach((button) => {
      const count = features.filter(({ properties }) => properties.standing === button.dataset.legend).length;
      const figure = button.querySelector('b');
      if (figure) figure.textContent = String(count);
    });
    shown.people.clearLayers();
    features.filter(({ geometry, properties }) => geometry && !hidden.has(properties.standing)).forEach(({ geometry, properties }) => {
      const [lon, lat] = /** @type {{ coordinates: [number, number] }} */ (geometry).coordinates;
      const { number, name, standing, hue, age_s: age } = properties;
      const html = `<i class="duty-mark is-${standing}" data-hue="${hue}"></i><b></b>`;
      const icon = L.divIcon({ className: 'duty-pin', html, iconSize: [26, 26] });
      const marker = L.marker([lat, lon], { icon, keyboard: false, zIndexOffset: standing === 'moving' ? 0 : 500 });
      marker.on('add', () => {
        const label = marker.getElement()?.querySelector('b');
        if (label) label.textContent = number.slice(-3);
      });
      marker.bindTooltip(`${name} ${number} · ${xiuhua.say('ago.seconds', age)}`).addTo(/** @type {any} */ (shown).people);
    });
  }

  /** The limit is a rule's, which may change any time. @param {HTMLElement} place @param {number | null} after_s */
  function tellStill(place, after_s) {
    const words = place.querySelector('[data-still-after]');
    if (words instanceof HTMLElement && after_s) words.textContent = (words.dataset.stillAfter ?? '').replace('{}', String(Math.round(after_s / 60)));
  }

  /** A mark of the legend hides those people and shows them again. @param {HTMLElement} button */
  function filter(button) {
    const standing = button.dataset.legend || '';
    if (!hidden.delete(standing)) hidden.add(standing);
    button.setAttribute('aria-pressed', String(!hidden.has(standing)));
    drawPeople(people);
  }

  /** The open cases of the squad, as the page tells them. */
  function drawCases() {
    const told = xiuhua.find(HTMLElement, '[data-case-points]')?.dataset.casePoints || '[]';
    if (!shown || told === casesTold) return;
    casesTold = told;
    shown.cases.clearLayers();
    /** @type {{ key: number, lon: number, lat: number, state: string, name: string }[]} */
    const cases = JSON.parse(told);
    cases.reverse().forEach(({ key, lon, lat, state, name }) => {
      const html = `<i class="mark" data-state="${state}" data-select-case="${key}" data-lon="${lon}" data-lat="${lat}"></i>`;
      const icon = L.divIcon({ className: 'case-pin', html, iconSize: [22, 22] });
      L.marker([lat, lon], { icon, keyboard: false, zIndexOffset: state === 'critical' ? 400 : 300 }).bindTooltip(name).addTo(/** @type {any} */ (shown).cases);
    });
  }

  /** @param {HTMLElement} place */
  function isWanted(place) {
    if (!place.dataset.patrolPeople) return false;
    const layers = xiuhua.map.visibleLayers();
    return isOwn(place) || !layers || layers.includes('people');
  }

  /** @param {HTMLElement} place */
  async function refresh(place) {
    const at = Date.now();
    const squad = place.dataset.patrol || '';
    try {
      if (isOwn(place) && at - linesAt > LINES_MS) {
        linesAt = at;
        drawLines((await ask('patrol/coverage', { squad })).features);
      }
      if (!isWanted(place)) { shown?.people.clearLayers(); peopleAt = 0; }
      else if (at - peopleAt > PEOPLE_MS) {
        peopleAt = at;
        const now = await ask('people/positions', { squad });
        tellStill(place, now.still_after_s);
        drawPeople(now.features);
      }
      place.classList.remove('is-stale');
    } catch {
      place.classList.add('is-stale');
    }
  }

  function look() {
    const place = stage();
    const session = place && xiuhua.map ? xiuhua.map.session : null;
    if (!place || !session || !place.contains(session.map.getContainer())) { shown = null; return; }
    if (!shown || shown.session !== session) {
      if (isOwn(place)) xiuhua.map.setVisibleLayers(['grid'], { remember: false });
      const { map } = session;
      shown = { session, lines: L.layerGroup().addTo(map), cases: L.layerGroup().addTo(map), people: L.layerGroup().addTo(map), track: L.layerGroup().addTo(map), framed: false };
      peopleAt = linesAt = 0;
      casesTold = '';
    }
    drawCases();
    if (!document.hidden) refresh(place);
  }

  /* The replay of a shift */

  const bar = () => xiuhua.find(HTMLElement, '.replay');
  const range = () => xiuhua.find(HTMLInputElement, '.replay input[type=range]');

  /** The time of day in the city, wherever the browser is. @param {string} at */
  const clockOf = (at) => new Date(at).toLocaleTimeString('sv-SE', { timeZone: stage()?.dataset.zone });

  /** @param {number} part 0 to 1 of the points */
  function showUntil(part) {
    if (!shown || !replay) return;
    const last = Math.max(0, Math.round(part * (replay.points.length - 1)));
    const [lon, lat, at] = replay.points[last];
    const way = replay.points.slice(0, last + 1).map(([east, north]) => L.latLng(north, east));
    shown.track.clearLayers();
    L.polyline(way, { color: ink('accent'), weight: 3, opacity: 0.9 }).addTo(shown.track);
    L.circleMarker([lat, lon], { radius: 8, color: ink('accent'), fillOpacity: 0.9 }).addTo(shown.track);
    xiuhua.need(HTMLElement, '[data-replay-at]').textContent = clockOf(at);
  }

  /** @param {HTMLElement} row */
  async function open(row) {
    const number = row.dataset.track || '';
    const now = Date.now();
    const from = Math.max(Number(row.dataset.from), now - 23.9 * 3600e3);
    const query = { from: new Date(from).toISOString(), to: new Date(now).toISOString() };
    const { points } = await ask(`people/${encodeURIComponent(number)}/track`, query);
    const place = bar();
    if (!place || !shown) return;
    stop();
    replay = points.length ? { who: number, points } : null;
    place.hidden = false;
    const title = points.length ? xiuhua.say('patrol.replay', number) : xiuhua.say('patrol.no_track', number);
    xiuhua.need(HTMLElement, '[data-replay-who]').textContent = title;
    xiuhua.need(HTMLElement, '[data-replay-at]').textContent = '';
    const slider = range();
    if (slider) { slider.value = slider.max; slider.disabled = !points.length; }
    shown.track.clearLayers();
    if (!replay) return;
    showUntil(1);
    const bounds = L.latLngBounds(replay.points.map(([lon, lat]) => L.latLng(lat, lon)));
    shown.session.map.fitBounds(bounds, { padding: [48, 48], maxZoom: 17 });
  }

  function stop() {
    window.clearInterval(playing);
    playing = 0;
    xiuhua.find(HTMLElement, '[data-replay-play]')?.setAttribute('aria-pressed', 'false');
  }

  function play() {
    const slider = range();
    if (playing || !slider || !replay) { stop(); return; }
    if (slider.value === slider.max) slider.value = '0';
    xiuhua.need(HTMLElement, '[data-replay-play]').setAttribute('aria-pressed', 'true');
    playing = window.setInterval(() => {
      slider.value = String(Number(slider.value) + PLAY_STEP);
      showUntil(Number(slider.value) / Number(slider.max));
      if (slider.value === slider.max) stop();
    }, PLAY_MS);
  }

  function close() {
    stop();
    replay = null;
    const place = bar();
    if (place) place.hidden = true;
    if (shown) shown.track.clearLayers();
  }

  document.addEventListener('input', (event) => {
    const slider = range();
    if (event.target !== slider || !slider) return;
    stop();
    showUntil(Number(slider.value) / Number(slider.max));
  });
  xiuhua.onClick([
    ['[data-legend]', filter],
    ['[data-track]', (row) => { open(row).catch(() => stage()?.classList.add('is-stale')); }],
    ['[data-replay-play]', play],
    ['[data-replay-close]', close],
  ]);
  window.setInterval(look, LOOK_MS);
})(window.xiuhua);
