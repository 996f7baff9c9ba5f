/* Xiuhua: the form of a device that nobody registered. What is chosen in it is previewed by the server; a click on its
   map says where the device stands. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  const TYPING_MS = 200;
  const PLACE_DIGITS = 6;
  const SPOT_ZOOM = 17;
  let timer = 0;

  const form = () => xiuhua.find(HTMLElement, '[data-ghost-form]');

  /** @param {string} selector @param {ParentNode} root */
  const chosen = (selector, root) => {
    const select = xiuhua.find(HTMLSelectElement, selector, root);
    return select ? select.value : '';
  };

  /** @param {string} name @param {ParentNode} root */
  const typed = (name, root) => {
    const input = xiuhua.find(HTMLInputElement, `input[name=${name}]`, root);
    return input ? input.value.trim() : '';
  };

  /** @param {HTMLElement} root */
  function draft(root) {
    const fields = xiuhua.all('[data-ghost-field]', root).map((row) => ({
      path: row.dataset.ghostField,
      meaning: chosen('[data-ghost-meaning]', row),
      unit: chosen('[data-ghost-unit]', row),
      scale: typed('scale', row),
    }));
    return { device_ref: root.dataset.ghostForm, kind: chosen('[data-ghost-kind]', root), datum_m: typed('datum_m', root), fields };
  }

  function tryOut() {
    const root = form();
    if (root) xiuhua.setProps('ghost-draft', { data: { action: 'try', ...draft(root), at: Date.now() } });
  }

  function takeIn() {
    const root = form();
    if (!root) return;
    const [asset_id, name, lon, lat] = ['asset_id', 'name', 'lon', 'lat'].map((field) => typed(field, root));
    const alike = chosen('[data-ghost-alike]', root) === 'true';
    xiuhua.setProps('ghost-command', { data: { action: 'take_in', ...draft(root), asset_id, name, lon, lat, alike, at: Date.now() } });
  }

  /**
   * The units that a meaning may have; what a field meant before has others.
   * @param {HTMLSelectElement} meaning
   */
  function offerUnits(meaning) {
    const root = form();
    const row = meaning.closest('[data-ghost-field]');
    if (!root || !row) return;
    /** @type {Record<string, [string, string][]>} */
    const units = JSON.parse(root.dataset.units || '{}');
    const options = (units[meaning.value] || []).map(([value, label]) => new Option(label, value));
    xiuhua.need(HTMLSelectElement, '[data-ghost-unit]', row).replaceChildren(...options);
  }

  const NOTHING = '<!-- -->';

  /**
   * Hands what the server says of single inputs to their places in the form; the others' places are emptied.
   * @param {HTMLElement} said
   * @param {string} kind
   */
  function handOut(said, kind) {
    const root = form();
    if (!root) return;
    /** @type {Map<string | undefined, string>} */
    const by = new Map(xiuhua.all('[data-for]', said).map((each) => [each.dataset.for, each.innerHTML]));
    xiuhua.all(`[data-${kind}]`, root).forEach((place) => {
      place.setAttribute('data-html', by.get(place.dataset[kind]) || NOTHING);
    });
  }

  /**
   * What was refused and is mended now is not marked any longer.
   * @param {string} name
   */
  function pardon(name) {
    const place = form() && xiuhua.find(HTMLElement, `[data-fault="${name}"]`);
    if (place) place.setAttribute('data-html', NOTHING);
  }

  document.addEventListener('xiuhua:drawn', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    if (target.id === 'sensors-ghost-previews') handOut(target, 'preview');
    if (target.id === 'sensors-ghost-faults') handOut(target, 'fault');
  });

  document.addEventListener('change', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement) || !target.closest('[data-ghost-form]')) return;
    if (target.matches('[data-ghost-meaning]')) offerUnits(target);
    if (target.matches('[data-ghost-kind]')) pardon('kind');
    tryOut();
  });

  document.addEventListener('input', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || !target.closest('[data-ghost-form]')) return;
    pardon(target.name);
    if (target.name === 'lon' || target.name === 'lat') spot.follow();
    if (target.name !== 'scale' && target.name !== 'datum_m') return;
    window.clearTimeout(timer);
    timer = window.setTimeout(tryOut, TYPING_MS);
  });

  /**
   * Opens the form of a device in place, '' for none; the address tells it, as that of its row does.
   * @param {string} reference
   */
  function choose(reference) {
    const url = new URL(window.location.href);
    if (reference) url.searchParams.set('ref', reference); else url.searchParams.delete('ref');
    window.history.replaceState(window.history.state, '', url);
    // Emptied first: what the last form held, its map and its marks among it, goes.
    xiuhua.setProps('sensors-ghost-form', { children: null });
    xiuhua.setProps('sensors-ghost-ref', { data: reference });
    xiuhua.need(HTMLElement, '.ghosts').classList.toggle('is-open', reference !== '');
    xiuhua.need(HTMLElement, '.office').scrollTop = 0;
  }

  document.addEventListener('click', (event) => {
    const row = xiuhua.within(event, '[data-ghost]');
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(row.dataset.ghost || '');
  });

  xiuhua.onClick([['[data-ghost-take]', takeIn]]);

  /** The mark of the device on the form's map. */
  const spot = {
    map: /** @type {L.Map | null} */ (null),
    marker: /** @type {L.Marker | null} */ (null),

    /** @param {L.Map} map */
    begin(map) {
      this.map = map;
      this.marker = null;
      map.on('click', (event) => this.place(event.latlng));
      map.on('city', () => this.follow());
      map.on('unload', () => { if (this.map === map) { this.map = null; this.marker = null; } });
      this.follow();
    },

    /** @param {L.LatLng} where */
    place(where) {
      const { lat, lng } = where.wrap();
      xiuhua.setProps('ghost-lon', { value: lng.toFixed(PLACE_DIGITS) });
      xiuhua.setProps('ghost-lat', { value: lat.toFixed(PLACE_DIGITS) });
      ['lon', 'lat'].forEach(pardon);
      this.show(where);
    },

    /** The mark follows what is typed, and the map the mark. */
    follow() {
      const root = form();
      if (!root || !this.map) return;
      const [lon, lat] = [typed('lon', root), typed('lat', root)];
      const where = lon && lat && Math.abs(Number(lat)) <= 85 && Math.abs(Number(lon)) <= 180 ? L.latLng(Number(lat), Number(lon)) : null;
      if (!where) return;
      this.show(where);
      if (!this.map.getBounds().contains(where)) this.map.setView(where, Math.max(this.map.getZoom(), SPOT_ZOOM), { animate: false });
    },

    /** @param {L.LatLng} where */
    show(where) {
      if (!this.map) return;
      if (this.marker) { this.marker.setLatLng(where); return; }
      const icon = L.divIcon({ className: 'ghost-spot', iconSize: [0, 0], html: '<i></i>' });
      const marker = L.marker(where, { icon, draggable: true, keyboard: false }).addTo(this.map);
      marker.on('dragend', () => this.place(marker.getLatLng()));
      this.marker = marker;
    },
  };

  /** @this {L.Map} */
  function attach() {
    if (this.getContainer().classList.contains('ghost-map')) this.whenReady(() => spot.begin(this));
  }

  if (L) L.Map.addInitHook(attach);
})(window.xiuhua);
