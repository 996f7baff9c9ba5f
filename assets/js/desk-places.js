/* Xiuhua: places where stalls are allowed, and permits, as a layer of the desk's map; read when it is switched on. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const ADDRESS = '/api/v1/allowances';
  const LOOK_MS = 500;
  /** Whether one is open changes with the hours of the day. */
  const AGAIN_MS = 60000;

  /** @type {{ session: Xiuhua.Session, layer: L.LayerGroup } | null} */
  let shown = null;
  let told = '';
  let readAt = 0;
  let reading = false;

  const row = () => xiuhua.find(HTMLElement, '[data-layer="places"]');

  /** @param {Xiuhua.PlaceProperties} place */
  function style({ kind, is_open: isOpen }) {
    const color = xiuhua.tokens.token(isOpen ? (kind === 'permit' ? 'accent' : 'ok') : 'stale');
    return { color, weight: 2, opacity: 0.95, fillOpacity: isOpen ? 0.16 : 0.06, dashArray: isOpen ? undefined : '5 5' };
  }

  /** @param {number} minute */
  const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

  /** @param {Xiuhua.PlaceProperties} place */
  function words(place) {
    const { from_min: from, until_min: until } = place;
    const english = document.documentElement.lang.startsWith('en') ? 1 : 0;
    return [
      `${place.kind === 'permit' ? xiuhua.say('places.permit') : xiuhua.say('places.place')} ${place.number}`,
      place.name === place.number ? '' : place.name,
      place.category_words[english],
      place.capacity === null ? '' : xiuhua.say('places.stalls', place.capacity.toLocaleString('en')),
      from === null || until === null ? '' : `${clock(from)}–${clock(until)}`,
      place.until === null ? '' : xiuhua.say('places.until', place.until),
      place.holder === null ? '' : place.holder[english],
      place.is_open ? xiuhua.say('places.open') : xiuhua.say('places.closed'),
    ].filter(Boolean);
  }

  /** @param {Xiuhua.PlaceProperties} place */
  function tooltip(place) {
    const label = document.createElement('span');
    words(place).forEach((word, at) => {
      if (at) label.append(' · ');
      const part = document.createElement(at ? 'span' : 'b');
      part.textContent = word;
      label.append(part);
    });
    return label;
  }

  /** @param {Xiuhua.PlaceFeature[]} features */
  function draw(features) {
    if (!shown) return;
    shown.layer.clearLayers();
    features.forEach(({ geometry, properties }) => {
      const drawn = geometry.type === 'Point'
        ? L.circle([geometry.coordinates[1], geometry.coordinates[0]], { ...style(properties), radius: properties.radius_m || 0 })
        : L.polygon(geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => L.latLng(lat, lon)))), style(properties));
      drawn.bindTooltip(tooltip(properties), { sticky: true, className: 'place-tip' }).addTo(/** @type {any} */ (shown).layer);
    });
  }

  /** @param {HTMLElement} line */
  async function refresh(line) {
    const revision = line.dataset.revision || '';
    if (reading || (revision === told && Date.now() - readAt < AGAIN_MS)) return;
    reading = true;
    try {
      const answer = await window.fetch(ADDRESS, { headers: { Accept: 'application/json' } });
      if (answer.status === 401) xiuhua.signIn();
      if (!answer.ok) throw new Error(`${ADDRESS} ${answer.status}`);
      draw((await answer.json()).features);
      told = revision;
      line.classList.remove('is-stale');
    } catch {
      line.classList.add('is-stale');
    } finally {
      readAt = Date.now();
      reading = false;
    }
  }

  function look() {
    const line = row();
    const session = line && xiuhua.map ? xiuhua.map.session : null;
    if (!line || !session || session.picks) { shown = null; return; }
    if (!shown || shown.session !== session) {
      shown = { session, layer: L.layerGroup().addTo(session.map) };
      told = '';
      readAt = 0;
    }
    if (line.getAttribute('aria-checked') !== 'true') { shown.layer.clearLayers(); told = ''; readAt = 0; }
    else if (!document.hidden) refresh(line);
  }

  window.setInterval(look, LOOK_MS);
})(window.xiuhua);
