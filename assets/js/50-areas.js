/* Xiuhua: outlines and names of the area levels; grids with open alarms get a faint tint. */
'use strict';
(function (xiuhua) {
  if (!xiuhua.CanvasPane) return;
  const L = window.L;
  const { token } = xiuhua.tokens;
  const { worldX, worldY, lonOf, latOf } = xiuhua.projection;

  /** Zooms from which a level shows, its stroke in px and its strength; levels not named here are `other`. */
  const LEVELS = {
    unit_grid: { from: 17, width: 0.8, alpha: 0.13 },
    line: { from: 16, width: 1.6, alpha: 0.42, dash: [7, 5] },
    grid: { from: 12, width: 1, alpha: 0.38, fill: true },
    block: { from: 0, width: 1.6, alpha: 0.42 },
    built_up_area: { from: 0, width: 1.2, alpha: 0.3 },
    other: { from: 14, width: 1, alpha: 0.3 },
  };
  const ORDER = ['other', 'unit_grid', 'grid', 'block', 'built_up_area', 'line'];
  const styleOf = (level) => LEVELS[level] || LEVELS.other;

  /** A feature's rings as world coordinates; lines are rings that stay open. */
  function ringsOf(geometry) {
    const { type, coordinates } = geometry;
    if (type === 'Polygon' || type === 'MultiLineString') return coordinates;
    if (type === 'MultiPolygon') return coordinates.flat();
    return type === 'LineString' ? [coordinates] : [];
  }

  function flatRing(ring) {
    const out = new Float64Array(ring.length * 2);
    ring.forEach(([lon, lat], i) => { out[2 * i] = worldX(lon); out[2 * i + 1] = worldY(lat); });
    return out;
  }

  function unionBox(boxes) {
    return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
      [Infinity, Infinity, -Infinity, -Infinity]);
  }

  function partOf({ geometry, properties }) {
    const rings = ringsOf(geometry).map(flatRing);
    return {
      ...properties, rings, open: geometry.type.endsWith('LineString'), box: unionBox(rings.map(xiuhua.boxOf)),
      shade: [...properties.code].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 97, 7) / 97,
    };
  }

  const Areas = xiuhua.CanvasPane.extend({
    options: { pane: 'xiuhua-areas', zIndex: 350 },

    initialize(collection, options) {
      xiuhua.CanvasPane.prototype.initialize.call(this, options);
      this._states = {};
      this._hovered = null;
      this._selected = null;
      this._names = L.layerGroup();
      this._load(collection);
    },

    onAdd(map) {
      xiuhua.CanvasPane.prototype.onAdd.call(this, map);
      const pane = map.getPane('xiuhua-names') || map.createPane('xiuhua-names');
      pane.style.zIndex = 460;
      pane.style.pointerEvents = 'none';
      map.on('mousemove', this._hover, this).on('mouseout', this._leave, this).on('zoomend', this._showNames, this);
      this._names.addTo(map);
      this._showNames();
    },

    onRemove(map) {
      map.off('mousemove', this._hover, this).off('mouseout', this._leave, this).off('zoomend', this._showNames, this);
      this._names.remove();
      xiuhua.CanvasPane.prototype.onRemove.call(this);
    },

    _load(collection) {
      this._levels = new Map(ORDER.map((level) => [level, []]));
      this._byCode = new Map();
      for (const feature of collection.features) {
        if (!feature.geometry) continue;
        const part = partOf(feature);
        this._byCode.set(part.code, part);
        this._levels.get(LEVELS[part.level] ? part.level : 'other').push(part);
      }
      this._labels = null;
    },

    /** [[south, west], [north, east]] of an area, or of all of them without a code; null if there is none. */
    boundsOf(code) {
      const parts = code === undefined ? [...this._byCode.values()] : [this._byCode.get(code)].filter(Boolean);
      if (!parts.length) return null;
      const [left, top, right, bottom] = unionBox(parts.map((part) => part.box));
      return L.latLngBounds([latOf(bottom), lonOf(left)], [latOf(top), lonOf(right)]);
    },

    /** Tints areas by their worst open alarm: {code: 'minor' | 'major' | 'critical'}; others lose their tint. */
    setAreaStates(states) {
      this._states = { ...states };
      if (this._map) this.redraw();
    },

    /** Emphasises one area (null: none). */
    selectArea(code) {
      this._soilArea(this._selected);
      this._selected = this._byCode.get(code) || null;
      this._soilArea(this._selected);
      return Boolean(this._selected);
    },

    _draw(left, top, right, bottom) {
      const world = this._world(left, top, right, bottom);
      for (const level of ORDER) {
        const style = styleOf(level);
        if (this._zoom < style.from) continue;
        const parts = this._levels.get(level).filter(({ box }) => box[0] <= world[2] && box[2] >= world[0] && box[1] <= world[3] && box[3] >= world[1]);
        if (style.fill) parts.forEach((part) => this._drawFilled(part, style));
        else this._drawOutlines(parts, style);
      }
      if (this._selected) this._drawFilled(this._selected, { width: 2, alpha: 0.95 });
    },

    _trace(part) {
      const ctx = this._ctx;
      for (const ring of part.rings) {
        for (let i = 0; i < ring.length; i += 2) {
          if (i) ctx.lineTo(this._px(ring[i]), this._py(ring[i + 1])); else ctx.moveTo(this._px(ring[i]), this._py(ring[i + 1]));
        }
        if (!part.open) ctx.closePath();
      }
    },

    _drawOutlines(parts, style) {
      if (!parts.length) return;
      this._ctx.beginPath();
      parts.forEach((part) => this._trace(part));
      this._stroke(token('map-grid'), style);
    },

    _drawFilled(part, style) {
      const ctx = this._ctx;
      const alarmed = this._states[part.code] && this._states[part.code] !== 'normal';
      const colour = token(alarmed ? 'map-alarm-grid' : 'map-grid');
      ctx.beginPath();
      this._trace(part);
      if (!part.open) {
        ctx.globalAlpha = (alarmed ? 0.086 : 0.02 + 0.045 * part.shade) + (part === this._hovered ? 0.06 : 0);
        ctx.fillStyle = colour;
        ctx.fill('evenodd');
      }
      this._stroke(part === this._selected ? token('accent') : colour, part === this._hovered ? { ...style, alpha: 0.8 } : style);
    },

    _stroke(colour, { width, alpha, dash = [] }) {
      const ctx = this._ctx;
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * this._ratio;
      ctx.lineJoin = 'round';
      ctx.setLineDash(dash.map((v) => v * this._ratio));
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    },

    _soilArea(part) {
      if (!part || !this._map) return;
      const [left, top, right, bottom] = part.box;
      const edge = 3 * this._ratio;
      this._soilRect(this._px(left) - edge, this._py(top) - edge, this._px(right) + edge, this._py(bottom) + edge);
    },

    _hover({ latlng }) {
      if (this._zoom < LEVELS.grid.from || this._map._animatingZoom) return;
      const x = worldX(latlng.lng);
      const y = worldY(latlng.lat);
      this._hoverPart(this._levels.get('grid').find((part) => holds(part, x, y)) || null);
    },

    _leave() {
      this._hoverPart(null);
    },

    _hoverPart(part) {
      if (part === this._hovered) return;
      this._soilArea(this._hovered);
      this._hovered = part;
      this._soilArea(part);
    },

    /** Block names from afar, grid names at city zoom, none close by (there the streets have names). */
    _showNames() {
      const zoom = this._map.getZoom();
      const grids = this._levels.get('grid').length > 0;
      const level = zoom < 13 && this._levels.get('block').length ? 'block' : zoom <= 16 && zoom >= 12 && grids ? 'grid' : null;
      if (level === this._labels) return;
      this._labels = level;
      this._names.clearLayers();
      (level ? this._levels.get(level) : []).forEach((part) => this._names.addLayer(nameMarker(part)));
    },
  });

  function holds({ rings, box }, x, y) {
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const crosses = ring[i + 1] > y !== ring[j + 1] > y;
        if (crosses && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
      }
    }
    return inside;
  }

  function nameMarker(part) {
    const text = document.createElement('span');
    text.textContent = part.name;
    const className = 'xiuhua-grid-name' + (part.level === 'block' ? ' is-block' : '');
    const icon = L.divIcon({ className, iconSize: [0, 0], html: text });
    const [lon, lat] = part.label || [lonOf((part.box[0] + part.box[2]) / 2), latOf((part.box[1] + part.box[3]) / 2)];
    return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: 'xiuhua-names' });
  }

  xiuhua.areas = (collection, options) => new Areas(collection, options);
})(window.xiuhua = window.xiuhua || {});
