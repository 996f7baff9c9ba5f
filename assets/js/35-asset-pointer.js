/* Xiuhua: pointing at assets. Tooltip on hover, selection on click (again: the next one of a stack), highlights. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const { STATES, BADNESS } = xiuhua.assetStates;
  const { lonOf, latOf } = xiuhua.projection;
  const FLY_ZOOM = 16;
  /** Without streets and water the nearest that still shows where in the city one is, in steps beyond the whole of it. */
  const PLAIN_STEPS = 4;

  /** @typedef {{ slots: { slot: number, distance: number }[], cell: number }} Found */

  /** What can be pointed at near a point of the map: assets from worst and nearest on, or a cluster. */
  class AssetPointer {
    /** @param {L.Map} map @param {Xiuhua.AssetLayer} layer */
    constructor(map, layer) {
      this.map = map;
      this.layer = layer;
      /** @type {string | null} */
      this.selected = null;
      /** @type {Xiuhua.NamedRing | null} */
      this.ring = null;
      /** @type {L.Point | null} */
      this.pending = null;
      /** @type {L.Point | null} */
      this.tipAt = null;
      this.rings = L.layerGroup().addTo(map);
      const pane = map.createPane('xiuhua-selection');
      pane.style.zIndex = '440';
      pane.style.pointerEvents = 'none';
      this.tip = L.DomUtil.create('div', 'xiuhua-tip', map.getContainer());
      this.tip.hidden = true;
      map.on('mousemove', (event) => this.hover(event.containerPoint));
      map.on('mouseout movestart zoomstart', () => this.hideTip());
      // Where a place is picked, a click means the place.
      if (!map.getContainer().closest('[data-pick]')) map.on('click', (event) => this.click(event));
      this.listeners = { changes: () => this.refresh(), snapshot: () => this.mark() };
      layer.on(this.listeners);
    }

    end() {
      this.layer.off(this.listeners);
    }

    /**
     * {slots, cell}: shown single marks under the point, the worst and nearest first, or the cluster there.
     * @param {L.Point} point
     * @param {number} reach
     */
    hit(point, reach) {
      const { layer, map } = this;
      const { store } = layer;
      if (!store.size) return { slots: [], cell: -1 };
      const scale = L.CRS.EPSG3857.scale(map.getZoom()) / 256;
      const origin = map.getPixelOrigin();
      const at = map.containerPointToLayerPoint(point).add(origin);
      const level = layer.level();
      const far = reach + 20;
      /** @type {Found} */
      const found = { slots: [], cell: -1 };
      const seen = new Set();
      /** @param {number} slot */
      const consider = (slot) => {
        const distance = Math.hypot(store.wx[slot] * scale - at.x, store.wy[slot] * scale - at.y);
        const alarm = BADNESS[store.state[slot]] > 1;
        if (store.shown(slot) && distance <= reach + (alarm ? 4 : 0)) found.slots.push({ slot, distance });
      };
      store.runs((at.x - far) / scale, (at.y - far) / scale, (at.x + far) / scale, (at.y + far) / scale, level.depth,
        (from, to) => {
          for (let slot = from; slot < to; slot += 1) {
            const cell = level.cellOf[slot];
            if (!level.clustered[cell]) { consider(slot); continue; }
            if (seen.has(cell)) continue;
            seen.add(cell);
            this.considerCluster(level, cell, at, scale, found, consider);
          }
        });
      found.slots.sort((a, b) => BADNESS[store.state[b.slot]] - BADNESS[store.state[a.slot]] || a.distance - b.distance);
      return { slots: found.slots.map(({ slot }) => slot), cell: found.cell };
    }

    /**
     * @param {Xiuhua.Level} level
     * @param {number} cell
     * @param {L.Point} at
     * @param {number} scale
     * @param {Found} found
     * @param {(slot: number) => void} consider
     */
    considerCluster(level, cell, at, scale, found, consider) {
      const distance = Math.hypot(level.cx[cell] * scale - at.x, level.cy[cell] * scale - at.y);
      if (distance <= xiuhua.sprites.ringRadius(level.count[cell]) + 2) found.cell = cell;
      if (!level.opened(cell) || !level.alarmed(cell)) return;
      for (let slot = level.start[cell]; slot < level.start[cell + 1]; slot += 1) {
        if (BADNESS[this.layer.store.state[slot]] > 1) consider(slot);
      }
    }

    /** @param {L.Point} point */
    hover(point) {
      if (this.pending) { this.pending = point; return; }
      this.pending = point;
      window.requestAnimationFrame(() => {
        const where = this.pending;
        this.pending = null;
        if (where) this.showTip(where);
      });
    }

    /** @param {L.Point} point */
    showTip(point) {
      if (this.map._animatingZoom || (this.map.dragging?.moving?.())) return;
      const { slots, cell } = this.hit(point, 8);
      this.map.getContainer().classList.toggle('is-pointing', slots.length > 0 || cell >= 0);
      if (!slots.length && cell < 0) { this.hideTip(); return; }
      this.tipAt = point;
      this.tip.replaceChildren(...(slots.length ? this.assetLines(slots) : this.clusterLines(cell)));
      this.tip.hidden = false;
      const box = this.map.getSize();
      const left = point.x + 16 + this.tip.offsetWidth > box.x ? point.x - 16 - this.tip.offsetWidth : point.x + 16;
      const top = Math.min(point.y + 14, box.y - this.tip.offsetHeight - 8);
      this.tip.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
    }

    hideTip() {
      this.tip.hidden = true;
      this.pending = null;
    }

    /** @param {number[]} slots */
    assetLines(slots) {
      const { store } = this.layer;
      const slot = slots[0];
      const state = STATES[store.state[slot]];
      const lines = [line('b', store.names[slot])];
      const kind = this.kindText(store.kind[slot]);
      lines.push(line('span', [kind, store.ids[slot]].filter(Boolean).join(' · ')));
      const status = line('span', xiuhua.say('state.' + state), 'xiuhua-tip-state');
      status.dataset.state = state;
      lines.push(status);
      const headline = headlineOf(store.values.get(store.ids[slot]));
      if (headline) status.append(line('em', headline));
      if (slots.length > 1) lines.push(line('small', xiuhua.say('map.stack', slots.length)));
      return lines;
    }

    /** @param {number} cell */
    clusterLines(cell) {
      const level = this.layer.level();
      const lines = [line('b', xiuhua.say('map.cluster', level.count[cell]))];
      for (const state of [3, 2, 1, 4]) {
        const count = level.alarms[cell * 5 + state];
        if (!count) continue;
        const row = line('span', xiuhua.say('state.' + STATES[state]), 'xiuhua-tip-state');
        row.dataset.state = STATES[state];
        row.append(line('em', String(count)));
        lines.push(row);
      }
      return lines;
    }

    /** @param {number} kind */
    kindText(kind) {
      const label = this.layer.store.labels[kind];
      return label ? xiuhua.text(label) : '';
    }

    /** @param {L.LeafletMouseEvent} event */
    click(event) {
      const touch = event.originalEvent instanceof PointerEvent && event.originalEvent.pointerType === 'touch';
      const { slots, cell } = this.hit(event.containerPoint, touch ? 16 : 9);
      if (slots.length) this.choose(slots);
      else if (cell >= 0) this.open(cell);
    }

    /**
     * The first under the pointer; if that stack is selected already, the next of it.
     * @param {number[]} slots
     */
    choose(slots) {
      const ids = slots.map((slot) => this.layer.store.ids[slot]);
      const at = ids.indexOf(this.selected || '');
      const id = ids[(at + 1) % ids.length];
      this.select(id, {});
      xiuhua.setProps('selected-asset', { data: { id, at: Date.now() } });
    }

    /**
     * Zooms in until the cluster falls apart; this is the person's own click.
     * @param {number} cell
     */
    open(cell) {
      const level = this.layer.level();
      const { store } = this.layer;
      const bounds = L.latLngBounds([]);
      for (let slot = level.start[cell]; slot < level.start[cell + 1]; slot += 1) {
        if (store.shown(slot)) bounds.extend([latOf(store.wy[slot]), lonOf(store.wx[slot])]);
      }
      const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getZoom() + 1, this.map.getBoundsZoom(bounds, false) - 1));
      this.map.setView(bounds.getCenter(), zoom);
    }

    /**
     * Selects an asset (null: none). `fly` brings it into view; an unknown id selects nothing.
     * @param {string | null} id
     * @param {{ fly?: boolean }} options
     */
    select(id, { fly = false }) {
      this.selected = id;
      const position = this.mark();
      if (!position) return false;
      if (fly) this.flyTo(position);
      this.layer.fire('select', { id });
      return true;
    }

    /** Puts the ring with its name around the selected asset; null when it is not on the map. */
    mark() {
      const { store } = this.layer;
      const slot = this.selected === null ? undefined : store.slotOf.get(this.selected);
      if (this.ring) this.ring.remove();
      this.ring = null;
      this.layer.pin(slot === undefined ? null : this.selected);
      if (slot === undefined) return null;
      /** @type {L.LatLngTuple} */
      const position = [latOf(store.wy[slot]), lonOf(store.wx[slot])];
      const [name, number, state] = [store.names[slot], store.ids[slot], STATES[store.state[slot]]];
      this.ring = new xiuhua.NamedRing(this.map, { position, name, number, state, className: 'xiuhua-selected' });
      return position;
    }

    /** @param {L.LatLngTuple} position */
    flyTo(position) {
      const zoom = Math.max(this.map.getZoom(), Math.min(xiuhua.flightZoom(xiuhua.map?.session), this.map.getMaxZoom()));
      this.map.setView(position, zoom, { animate: !xiuhua.reducedMotion(), duration: 0.3 });
    }

    /**
     * Rings around these assets, replacing earlier ones.
     * @param {Iterable<string>} ids
     */
    highlight(ids) {
      const { store } = this.layer;
      this.rings.clearLayers();
      for (const id of ids) {
        const slot = store.slotOf.get(id);
        if (slot === undefined) continue;
        this.rings.addLayer(xiuhua.ringMarker([latOf(store.wy[slot]), lonOf(store.wx[slot])], 'xiuhua-highlighted', 'xiuhua-selection'));
      }
    }

    /** Ring and open tooltip tell the newest state and value. */
    refresh() {
      const slot = this.selected === null ? undefined : this.layer.store.slotOf.get(this.selected);
      if (this.ring && slot !== undefined) this.ring.setState(STATES[this.layer.store.state[slot]]);
      if (!this.tip.hidden && this.tipAt) this.showTip(this.tipAt);
    }
  }

  /** @param {string} tag @param {string} text @param {string} [className] */
  function line(tag, text, className = '') {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  /** @param {Xiuhua.Values | undefined} values */
  function headlineOf(values) {
    if (!values) return '';
    for (const { metric, label, digits, unit } of xiuhua.headlines) {
      const value = values[metric];
      if (typeof value === 'number') return `${xiuhua.text(label)} ${xiuhua.figure(value, digits)}${xiuhua.text(unit)}`;
    }
    return '';
  }

  xiuhua.flightZoom = (session) => {
    const areas = session && session.areas;
    return areas && areas.onPlainGround ? Math.min(FLY_ZOOM, areas.homeZoom + PLAIN_STEPS) : FLY_ZOOM;
  };
  xiuhua.AssetPointer = AssetPointer;
})(window.xiuhua);
