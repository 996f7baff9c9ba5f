/* Xiuhua: joins a Leaflet map with its data: loads, retries, shows, and offers `xiuhua.map` to the page. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L || !xiuhua.AssetLayer) return;
  const ASSETS = '/api/v1/map/assets';
  const { fetchJson, isBegun, homeOf } = xiuhua.mapData;
  const FAR_AREAS = '/api/v1/map/areas?part=far';
  const NEAR_AREAS = '/api/v1/map/areas?part=near';
  const BASEMAP = '/api/v1/map/basemap';
  /** A zoom before that at which the near part of the basemap shows. */
  const NEAR_FROM = 15;
  const RETRY_MS = [1000, 2000, 5000, 10000];
  const RELOAD_GAP_MS = 2000;
  const FARTHEST_ZOOM = 3;
  const NEAREST_HOME = 16;
  const OUT_STEPS = 2;

  const store = new xiuhua.AssetStore();
  const assets = xiuhua.assetLayer(store);
  /**
   * @type {{
   *   areas: Xiuhua.AreaCollection | null, basemap: Xiuhua.BasemapJson | null, fitted: boolean,
   *   near: [areas: Xiuhua.AreaCollection | null, basemap: Xiuhua.BasemapJson | null] | null,
   *   view: { center: L.LatLng, zoom: number } | null, states: Xiuhua.AreaStates, home: L.LatLngBounds | null,
   * }}
   */
  const kept = { areas: null, basemap: null, near: null, view: null, fitted: false, states: {}, home: null };
  /** @type {Session | null} */
  let session = null;
  /** @type {string[] | null} */
  let visible = xiuhua.remembered.get('layers');
  let selectedId = new URLSearchParams(window.location.search).get('asset');

  /** @type {Promise<void> | null} */
  let readingAreas = null;
  function readAreas() {
    if (!readingAreas) {
      /** @param {Xiuhua.AreaCollection | null} areas */
      const keep = (areas) => { kept.areas = areas; };
      readingAreas = fetchJson(FAR_AREAS).then(keep).finally(() => { readingAreas = null; });
    }
    return readingAreas;
  }

  /** The snapshot of all assets, kept joined to the live frames without a gap. */
  const snapshot = {
    loading: /** @type {Promise<void> | null} */ (null),
    heard: /** @type {Xiuhua.Frame[]} */ ([]),
    registry: /** @type {number | null} */ (null),
    timer: 0,
    early: /** @type {Promise<void> | null} */ (null),

    /** Reads what the document asked for, before there is a map: the first that is mounted finds it done. */
    begin() {
      if (isBegun(FAR_AREAS)) readAreas().catch(() => {});  // a map that needs them asks again, and tells
      if (!isBegun(ASSETS)) return;
      this.early = this.load();
      this.early.catch(() => { this.early = null; });
    },

    load() {
      const { early } = this;
      this.early = null;
      if (early) return early;
      if (!this.loading) this.loading = this.fetch().finally(() => { this.loading = null; });
      return this.loading;
    },

    async fetch() {
      const before = xiuhua.live.position;
      this.heard = [];
      /** @type {Xiuhua.SentColumns | null} */
      const sent = await fetchJson(ASSETS);
      if (!sent) throw new Error('the server has no assets');
      const columns = xiuhua.readSnapshot(sent);
      assets.setSnapshot(columns);
      this.registry = columns.registry;
      this.heard.filter((frame) => frame.epoch !== columns.epoch || frame.n > columns.n).forEach((frame) => assets.applyFrame(frame));
      const gapless = before.epoch === columns.epoch && before.n !== null && before.n <= columns.n;
      if (!gapless) xiuhua.live.resumeAt(columns.n, columns.epoch, columns.t);
    },

    /** @param {Xiuhua.Frame} frame */
    frame(frame) {
      if (frame.reset) { this.again(); return; }
      if (this.loading) this.heard.push(frame);
      if (store.size) assets.applyFrame(frame);
      const revision = frame.feeds && frame.feeds.registry;
      if (revision !== undefined && revision !== this.registry) this.again();
    },

    /** Loads again soon, however many reasons come together. */
    again() {
      if (!session) this.early = null;
      if (this.timer || !session) return;
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        if (!session) return;
        kept.areas = kept.near = null;
        session.load('areas');
        session.load('assets');
        session.approach();
      }, RELOAD_GAP_MS);
    },
  };

  /** @typedef {'assets' | 'areas' | 'basemap' | 'near'} Part */

  class Session {
    /** @type {Record<Part, () => Promise<void>>} */
    loaders = {
      assets: () => this.loadAssets(), areas: () => this.loadAreas(), basemap: () => this.loadBasemap(), near: () => this.loadNear(),
    };

    /** @param {L.Map} map */
    constructor(map) {
      this.map = map;
      this.over = false;
      /** A map to pick a place on begins where the page's map is, and leaves that alone. */
      this.picks = Boolean(map.getContainer().closest('[data-pick]'));
      this.fitted = false;
      /** @type {Map<Part, number>} */
      this.failed = new Map();
      /** @type {Xiuhua.Areas | null} */
      this.areas = null;
      /** @type {ReturnType<typeof xiuhua.basemap> | null} */
      this.basemap = null;
      /** @type {Promise<void> | null} */
      this.nearing = null;
      this.isPlain = false;
      map.getContainer().setAttribute('role', 'region');
      map.getContainer().setAttribute('aria-label', this.picks ? xiuhua.say('map.pick') : xiuhua.say('map.name'));
      this.note = new xiuhua.MapNote(map.getContainer());
      this.open();
      this.tiles = xiuhua.mapTiles({ opaque: this.builtin, zIndex: this.builtin ? 1 : 2 }).addTo(map);
      assets.addTo(map);
      this.pointer = new xiuhua.AssetPointer(map, assets);
      this.names = xiuhua.assetNames(assets, () => this.pointer.ring && this.pointer.ring.box).addTo(map);
      /** @type {L.LeafletEventHandlerFn} */
      this.onSelect = (event) => { if ('id' in event) rememberSelection(/** @type {string | null} */ (event.id)); };
      assets.on('select', this.onSelect);
      if (!this.picks) map.on('moveend', () => { kept.view = { center: map.getCenter(), zoom: map.getZoom() }; });
      map.on('resize', () => this.fitOnce());
      map.on('zoomend', () => this.approach());
      map.on('unload', () => this.end());
    }

    get builtin() {
      return this.map.getContainer().closest('[data-basemap]')?.getAttribute('data-basemap') === 'builtin';
    }

    /** Goes where the map was, or to the city where that is known, before anything is drawn elsewhere. */
    open() {
      const home = homeOf(kept.areas);
      if (kept.fitted && kept.view) this.map.setView(kept.view.center, kept.view.zoom, { animate: false });
      else if (home && this.map.getSize().x) this.map.setView(home.getCenter(), this.homeZoom(home), { animate: false });
    }

    begin() {
      if (!store.size) this.note.say('loading', xiuhua.say('map.loading'));
      this.load('areas');
      this.load('assets');
      if (this.builtin) this.load('basemap');
    }

    /**
     * Loads one part; after a failure it says so and tries again by itself.
     * @param {Part} part
     * @param {any} attempt
     */
    async load(part, attempt = 0) {
      try {
        await this.loaders[part]();
        this.failed.delete(part);
      } catch {
        if (this.over) return;
        const timer = window.setTimeout(() => this.load(part, attempt + 1), RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
        this.failed.set(part, timer);
      }
      if (!this.over) this.report();
    }

    report() {
      if (!this.failed.size) {
        if (store.size) this.note.clear();
        return;
      }
      this.note.say('error', xiuhua.say('map.failed'));
      this.note.offer(xiuhua.say('map.retry'), () => this.retry());
    }

    retry() {
      const parts = [...this.failed];
      this.failed.clear();
      parts.forEach(([part, timer]) => { window.clearTimeout(timer); this.load(part); });
    }

    async loadAssets() {
      const first = !store.size;
      await snapshot.load();
      if (this.over) return;
      applyVisible();
      this.fitOnce();
      if (selectedId) this.pointer.select(selectedId, { fly: first });
      if (!store.size) this.note.say('loading', xiuhua.say('map.empty'));
    }

    async loadAreas() {
      if (!kept.areas) await readAreas();
      if (this.over) return;
      if (this.areas) this.areas.remove();
      this.areas = xiuhua.areas(kept.areas, this.tiles);
      this.areas.onPlainGround = this.isPlain;
      this.areas.setAreaStates(kept.states);
      if (kept.near && kept.near[0]) this.areas.load(kept.near[0].features);
      this.settle(homeOf(kept.areas));
      if (kept.fitted && kept.home && this.map.getSize().x) this.limit(this.homeZoom(kept.home));
      applyVisible();
      this.fitOnce();
      this.approach();
    }

    /**
     * The city lies there; one that moved is shown as a whole again.
     * @param {L.LatLngBounds | null} home
     */
    settle(home) {
      if (!home || (kept.home && kept.home.equals(home))) return;
      kept.home = home;
      kept.fitted = false;
      this.fitted = false;
    }

    async loadBasemap() {
      kept.basemap = kept.basemap || await fetchJson(`${BASEMAP}?part=far`);
      if (this.over) return;
      if (!kept.basemap) { this.leavePlain(); return; }
      this.basemap = xiuhua.basemap(kept.basemap);
      if (kept.near && kept.near[1]) this.basemap.add(kept.near[1]);
      this.tiles.setPainter('1-ground', this.basemap.ground);
      this.tiles.setPainter('3-names', this.basemap.names);
    }

    /** Loads what shows from close by only, which is most of the map's data, once somebody comes near. */
    approach() {
      const from = Math.min(NEAR_FROM, this.areas ? this.areas.firstZoom('unit_grid') - 1 : NEAR_FROM);
      if (this.map.getZoom() >= from && !kept.near && !this.failed.has('near')) this.load('near');
    }

    loadNear() {
      if (!this.nearing) this.nearing = this.fetchNear().finally(() => { this.nearing = null; });
      return this.nearing;
    }

    async fetchNear() {
      const near = await Promise.all([fetchJson(NEAR_AREAS), this.builtin ? fetchJson(`${BASEMAP}?part=near`) : null]);
      kept.near = near;
      if (this.over) return;
      if (this.areas && near[0]) this.areas.load(near[0].features);
      if (!this.basemap || !near[1]) return;
      this.basemap.add(near[1]);
      this.tiles.repaint();
    }

    leavePlain() {
      this.isPlain = true;
      if (this.areas) this.areas.onPlainGround = true;
      this.tiles.repaint();
    }

    /** The box around the city, or null while it has neither areas nor assets. */
    get home() {
      return kept.home;
    }

    /** Shows the whole city the first time that the map has room for it. */
    fitOnce() {
      if (kept.fitted || this.fitted || !this.areas || !kept.home || !this.map.getSize().x) return;
      this.fitted = true;
      if (!this.picks) kept.fitted = true;
      this.limit(this.homeZoom(kept.home));
      if (!selectedId || !this.pointer.ring) this.goHome();
      this.map.fire('city');
    }

    goHome() {
      if (kept.home) this.map.setView(kept.home.getCenter(), this.homeZoom(kept.home), { animate: false });
    }

    /**
     * As near as all of the city is still seen; a twentieth of a side may be cut, for there is hardly anything in corners.
     * @param {L.LatLngBounds} bounds
     */
    homeZoom(bounds) {
      const { map } = this;
      const size = map.getSize();
      const low = map.project(bounds.getNorthWest(), 0);
      const high = map.project(bounds.getSouthEast(), 0);
      const sides = [size.x / (high.x - low.x), size.y / (high.y - low.y)];
      const fitting = Math.floor(Math.log2(Math.min(...sides) * 1.05));
      return Math.max(FARTHEST_ZOOM, Math.min(NEAREST_HOME, fitting));
    }

    /**
     * Zooms from a step or two beyond the whole city; the areas show from the whole city on.
     * @param {number} home the zoom at which the city is seen as a whole
     */
    limit(home) {
      // Not by setMinZoom, which would begin a flight from where the map is now.
      this.map.options.minZoom = Math.max(FARTHEST_ZOOM, home - OUT_STEPS);
      this.map.fire('zoomlevelschange');
      if (this.areas) this.areas.setHomeZoom(home);
    }

    end() {
      this.over = true;
      this.failed.forEach((timer) => window.clearTimeout(timer));
      assets.off('select', this.onSelect);
      this.pointer.end();
      if (session === this) session = null;
    }
  }

  /** @param {string | null} id */
  function rememberSelection(id) {
    selectedId = id;
    const url = new URL(window.location.href);
    if (id === null) url.searchParams.delete('asset'); else url.searchParams.set('asset', id);
    window.history.replaceState(window.history.state, '', url);
  }

  function applyVisible() {
    if (!session) return;
    const { map, areas } = session;
    if (visible) assets.setVisibleLayers(visible);
    if (!areas) return;
    const wanted = !visible || visible.includes('grid');
    if (wanted && !areas.map) areas.addTo(map);
    if (!wanted) areas.remove();
  }

  xiuhua.live.subscribe((frame) => snapshot.frame(frame));
  snapshot.begin();

  /** What the page may call; everything is harmless while no map is shown. */
  xiuhua.map = {
    get session() { return session; },
    /** Shows these layers only ('grid' is the areas); remembered in this browser, unless told otherwise. */
    setVisibleLayers(layers, { remember = true } = {}) {
      visible = [...layers];
      if (remember) xiuhua.remembered.set('layers', visible);
      applyVisible();
    },
    /** The remembered layers, or null when nobody chose yet. */
    visibleLayers: () => (visible ? [...visible] : null),
    setVisibleKinds(kinds) { assets.setVisibleKinds(kinds); },
    select(id, options = {}) {
      selectedId = id;
      const found = session ? session.pointer.select(id, options) : false;
      if (id === null || !found) rememberSelection(id);
      return found;
    },
    selected: () => selectedId,
    highlight(ids) { if (session) session.pointer.highlight(ids); },
    counts: () => assets.counts(),
    setAreaStates(states) {
      kept.states = states;
      if (session && session.areas) session.areas.setAreaStates(states);
    },
    /** Emphasises an area and brings it into view; one that shows from close by only may have to be loaded first. */
    async showArea(code) {
      if (!session || !session.areas) return false;
      if (!session.areas.selectArea(code) && code !== null && !kept.near) await session.load('near');
      if (!session || !session.areas || !session.areas.selectArea(code)) return false;
      const bounds = code === null ? null : session.areas.boundsOf(code);
      if (bounds) session.map.fitBounds(bounds, { maxZoom: 17 });
      return true;
    },
    /** Shows the whole city. */
    home() { if (session) session.goHome(); },
    /** Brings a place into view, as for a street that was searched for. */
    showPlace(lon, lat, zoom = 17) {
      if (session) session.map.setView([lat, lon], Math.max(session.map.getZoom(), zoom));
    },
  };

  /** @this {L.Map} */
  function attach() {
    if (!this.getContainer().classList.contains('xiuhua-map')) return;
    // Whoever makes a map sets its opening view once more right after: ours comes behind that.
    this.whenReady(() => window.queueMicrotask(() => {
      session = new Session(this);
      session.begin();
    }));
  }

  L.Control.Zoom.mergeOptions({ zoomInTitle: xiuhua.say('map.nearer'), zoomOutTitle: xiuhua.say('map.farther') });
  L.Map.addInitHook(attach);
})(window.xiuhua);
