/* Xiuhua: outlines and names of the area levels; grids with open alarms get a faint tint. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const { token } = xiuhua.tokens;
  const { worldX, worldY, lonOf, latOf } = xiuhua.projection;

  /** Zooms from which a level shows, its stroke in px and its strength; levels not named here are `other`. */
  /** @type {Record<string, Xiuhua.LevelStyle>} */
  const LEVELS = {
    unit_grid: { from: 17, width: 0.8, alpha: 0.13 },
    line: { from: 16, width: 1.6, alpha: 0.42, dash: [7, 5] },
    grid: { from: 12, width: 1, alpha: 0.27, fill: true },
    block: { from: 0, width: 1.8, alpha: 0.22 },
    built_up_area: { from: 0, width: 1.2, alpha: 0.22 },
    other: { from: 12, width: 1, alpha: 0.27 },
    street: { from: 11, width: 1.3, alpha: 0.3 },
    water: { from: 0, width: 1, alpha: 1 },
  };
  const ORDER = ['water', 'street', 'other', 'unit_grid', 'grid', 'block', 'built_up_area', 'line'];
  /** The zoom at which a city of usual size is seen as a whole: the zooms of LEVELS are for that one. */
  const USUAL_HOME = 13;
  /** Names show up to here and so many steps beyond the whole city; closer by the streets have names. */
  const NAMES_TO = 16;
  const NAMES_BEYOND = 3;
  const NAME_HEIGHT = 20;
  const PAINTER = '2-areas';
  /** A yellow alarm is handled in the queue; a map on which every grid is tinted says nothing. */
  const ALARMING = new Set(['major', 'critical']);
  /** @param {string} level */
  const styleOf = (level) => LEVELS[level] || LEVELS.other;

  /**
   * A feature's rings as world coordinates; lines are rings that stay open.
   * @param {Xiuhua.AreaGeometry} geometry
   */
  function ringsOf(geometry) {
    const { type, coordinates } = geometry;
    if (type === 'Polygon' || type === 'MultiLineString') return coordinates;
    if (type === 'MultiPolygon') return coordinates.flat();
    return type === 'LineString' ? [coordinates] : [];
  }

  /** @param {number[][]} ring */
  function flatRing(ring) {
    const out = new Float64Array(ring.length * 2);
    ring.forEach(([lon, lat], i) => { out[2 * i] = worldX(lon); out[2 * i + 1] = worldY(lat); });
    return out;
  }

  /** @param {number[][]} boxes */
  function unionBox(boxes) {
    return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
      [Infinity, Infinity, -Infinity, -Infinity]);
  }

  /**
   * @param {Xiuhua.AreaGeometry} geometry
   * @param {Xiuhua.AreaFeature['properties']} properties
   * @returns {Xiuhua.AreaPart}
   */
  function partOf(geometry, properties) {
    const rings = ringsOf(geometry).map(flatRing);
    return {
      ...properties, rings, open: geometry.type.endsWith('LineString'), box: unionBox(rings.map(xiuhua.boxOf)),
      shade: [...properties.code].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 97, 7) / 97,
    };
  }

  /** The areas of one map: a painter of its tiles, and names below the assets' marks. */
  class Areas {
    /**
     * `collection` is the GeoJSON of `/api/v1/map/areas`; null is a city without areas.
     * @param {Xiuhua.AreaCollection | null} collection
     * @param {Xiuhua.MapTiles} tiles
     */
    constructor(collection, tiles) {
      this.tiles = tiles;
      /** @type {Xiuhua.AreaStates} */
      this.states = {};
      /** @type {Xiuhua.AreaPart | null} */
      this.hovered = null;
      /** @type {Xiuhua.AreaPart | null} */
      this.selected = null;
      /** @type {L.Map | null} */
      this.map = null;
      /** @type {Map<string, Xiuhua.AreaPart[]>} */
      this.levels = new Map();
      /** @type {Map<string, Xiuhua.AreaPart>} */
      this.byCode = new Map();
      /** @type {Map<string, HTMLElement>} */
      this.nodes = new Map();
      /** @type {string | null} the level whose names stand on the map, and the zoom; null: not known yet */
      this.shown = null;
      /** The zoom at which the whole city is seen. */
      this.homeZoom = USUAL_HOME;
      /** Without a basemap the areas are the land: they stand out from what is around them. */
      this.onPlainGround = false;
      this.names = L.layerGroup();
      this.load(collection ? collection.features : []);
    }

    /** @param {L.Map} map */
    addTo(map) {
      this.map = map;
      const pane = map.getPane('xiuhua-names') || map.createPane('xiuhua-names');
      pane.style.zIndex = '390';
      pane.style.pointerEvents = 'none';
      map.on('mousemove', this.hover, this).on('mouseout', this.leave, this).on('zoomend', this.showNames, this);
      this.names.addTo(map);
      this.showNames();
      this.tiles.setPainter(PAINTER, (ctx, view) => this.draw(ctx, view));
    }

    remove() {
      if (!this.map) return;
      this.map.off('mousemove', this.hover, this).off('mouseout', this.leave, this).off('zoomend', this.showNames, this);
      this.names.remove();
      this.map = null;
      this.tiles.setPainter(PAINTER, null);
    }

    /**
     * @param {string} level
     * @returns {Xiuhua.AreaPart[]}
     */
    partsOf(level) {
      const parts = this.levels.get(level) || [];
      this.levels.set(level, parts);
      return parts;
    }

    /** @param {Xiuhua.AreaFeature[]} features those known already are passed over */
    load(features) {
      for (const feature of features) {
        if (!feature.geometry || this.byCode.has(feature.properties.code)) continue;
        const part = partOf(feature.geometry, feature.properties);
        this.byCode.set(part.code, part);
        this.partsOf(LEVELS[part.level] ? part.level : 'other').push(part);
      }
      this.repaint();
    }

    /**
     * Levels show relative to the zoom at which the whole city is seen: a county's grids are larger than a town's.
     * @param {number} zoom
     */
    setHomeZoom(zoom) {
      if (zoom === this.homeZoom) return;
      this.homeZoom = zoom;
      this.shown = null;
      this.showNames();
      this.repaint();
    }

    /**
     * The zoom from which `level` shows here.
     * @param {string} level
     */
    firstZoom(level) {
      return styleOf(level).from + Math.min(0, this.homeZoom - USUAL_HOME);
    }

    /** The level whose areas are the city's grids: `grid`, or where there is none the level of its own. */
    get gridLevel() {
      return this.partsOf('grid').length ? 'grid' : 'other';
    }

    /**
     * [[south, west], [north, east]] of an area, or of all of them without a code; null if there is none.
     * @param {string} [code]
     */
    boundsOf(code) {
      const parts = [...this.byCode.values()].filter((part) => code === undefined || part.code === code);
      if (!parts.length) return null;
      const [left, top, right, bottom] = unionBox(parts.map((part) => part.box));
      return L.latLngBounds([latOf(bottom), lonOf(left)], [latOf(top), lonOf(right)]);
    }

    /**
     * Tints areas with an orange or red alarm: {code: 'minor' | 'major' | 'critical'}; others lose their tint.
     * @param {Xiuhua.AreaStates} states
     */
    setAreaStates(states) {
      const tinted = Object.fromEntries(Object.entries(states).filter(([, state]) => ALARMING.has(state)).sort());
      if (JSON.stringify(tinted) === JSON.stringify(this.states)) return;
      this.states = tinted;
      this.repaint();
    }

    /**
     * Emphasises one area (null: none).
     * @param {string | null} code
     */
    selectArea(code) {
      this.selected = (code !== null && this.byCode.get(code)) || null;
      this.repaint();
      return Boolean(this.selected);
    }

    repaint() {
      if (this.map) this.tiles.repaint();
    }

    /** @param {OffscreenCanvasRenderingContext2D} ctx @param {Xiuhua.TileView} view */
    draw(ctx, view) {
      const world = view.world(3);
      for (const level of ORDER) {
        const style = styleOf(level);
        if (view.zoom < this.firstZoom(level)) continue;
        const parts = this.partsOf(level).filter(({ box }) => box[0] <= world[2] && box[2] >= world[0] && box[1] <= world[3] && box[3] >= world[1]);
        if (level === 'water') drawWater(ctx, view, parts);
        else if (style.fill || level === this.gridLevel) parts.forEach((part) => this.drawFilled(ctx, view, part, style));
        else drawOutlines(ctx, view, parts, style, level === 'street' ? 'map-name' : 'map-grid');
      }
      if (this.selected) this.drawFilled(ctx, view, this.selected, { width: 2, alpha: 0.95 });
    }

    /**
     * @param {OffscreenCanvasRenderingContext2D} ctx
     * @param {Xiuhua.TileView} view
     * @param {Xiuhua.AreaPart} part
     * @param {Omit<Xiuhua.LevelStyle, 'from'>} style
     */
    drawFilled(ctx, view, part, style) {
      const alarmed = ALARMING.has(this.states[part.code]);
      const colour = token(alarmed ? 'map-alarm-grid' : 'map-grid');
      ctx.beginPath();
      trace(ctx, view, part);
      if (!part.open) {
        ctx.globalAlpha = (this.onPlainGround ? 0.04 : 0) + (alarmed ? 0.086 : 0.02 + 0.045 * part.shade);
        ctx.fillStyle = colour;
        ctx.fill('evenodd');
      }
      stroke(ctx, part === this.selected ? token('accent') : colour, style);
    }

    /** @param {L.LeafletMouseEvent} event */
    hover({ latlng }) {
      if (!this.nodes.size) return;
      const x = worldX(latlng.lng);
      const y = worldY(latlng.lat);
      if (!this.hovered || !holds(this.hovered, x, y)) this.emphasise(this.partsOf(this.gridLevel).find((part) => holds(part, x, y)) || null);
    }

    leave() {
      this.emphasise(null);
    }

    /**
     * The grid under the pointer shows by its name.
     * @param {Xiuhua.AreaPart | null} part
     */
    emphasise(part) {
      if (part === this.hovered) return;
      [this.hovered, part].forEach((one, i) => {
        const node = one && this.nodes.get(one.code);
        if (node) node.classList.toggle('is-hovered', i === 1);
      });
      this.hovered = part;
    }

    /** Block names from afar, grid names with the whole city, none close by; a smaller area gives way to a larger one. */
    showNames() {
      if (!this.map) return;
      const zoom = this.map.getZoom();
      const level = this.namedLevel(zoom);
      const shown = level && `${level} ${zoom}`;
      if (shown === this.shown) return;
      this.shown = shown;
      this.hovered = null;
      this.names.clearLayers();
      this.nodes.clear();
      if (level) withRoom(this.partsOf(level), 2 ** zoom).forEach((part) => this.addName(part));
    }

    /** @param {number} zoom */
    namedLevel(zoom) {
      const isFar = zoom < Math.min(USUAL_HOME, this.homeZoom);
      if (isFar && this.partsOf('block').length) return 'block';
      const isNear = zoom > Math.max(NAMES_TO, this.homeZoom + NAMES_BEYOND);
      return isNear || zoom < this.firstZoom(this.gridLevel) ? '' : this.gridLevel;
    }

    /** @param {Xiuhua.AreaPart} part */
    addName(part) {
      const text = document.createElement('span');
      text.textContent = part.name;
      this.nodes.set(part.code, text);
      this.names.addLayer(nameMarker(part, text));
    }
  }

  /**
   * The areas whose names do not lie on another's at this scale, larger areas first.
   * @param {Xiuhua.AreaPart[]} parts
   * @param {number} scale
   */
  function withRoom(parts, scale) {
    /** @param {Xiuhua.AreaPart} part */
    const size = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);
    /** @type {number[][]} */
    const taken = [];
    return [...parts].sort((a, b) => size(b) - size(a)).filter((part) => {
      const [x, y] = middleOf(part).map((v) => v * scale);
      const half = nameWidth(part) / 2;
      const box = [x - half, y - NAME_HEIGHT / 2, x + half, y + NAME_HEIGHT / 2];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return false;
      return taken.push(box);
    });
  }

  /**
   * Where the name stands, in world coordinates.
   * @param {Xiuhua.AreaPart} part
   */
  function middleOf({ label, box }) {
    return label ? [worldX(label[0]), worldY(label[1])] : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  }

  /**
   * About the width of a name in px: a Chinese sign is as wide as the type is high, a letter about half of that.
   * @param {Xiuhua.AreaPart} part
   */
  function nameWidth({ name, level }) {
    const [sign, gap] = level === 'block' ? [17, 4] : [13.5, 2];
    return [...name].reduce((sum, c) => sum + (c < '\u2e80' ? sign * 0.6 : sign) + gap, 0);
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {Xiuhua.TileView} view @param {Xiuhua.AreaPart[]} parts */
  function drawWater(ctx, view, parts) {
    ctx.beginPath();
    parts.forEach((part) => trace(ctx, view, part));
    ctx.fillStyle = token('map-water');
    ctx.fill('evenodd');
    ctx.strokeStyle = token('map-water-rim');
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {Xiuhua.TileView} view @param {Xiuhua.AreaPart} part */
  function trace(ctx, view, part) {
    for (const ring of part.rings) {
      for (let i = 0; i < ring.length; i += 2) {
        if (i) ctx.lineTo(view.px(ring[i]), view.py(ring[i + 1])); else ctx.moveTo(view.px(ring[i]), view.py(ring[i + 1]));
      }
      if (!part.open) ctx.closePath();
    }
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} ctx
   * @param {Xiuhua.TileView} view
   * @param {Xiuhua.AreaPart[]} parts
   * @param {Xiuhua.LevelStyle} style
   * @param {string} colour
   */
  function drawOutlines(ctx, view, parts, style, colour) {
    ctx.beginPath();
    parts.forEach((part) => trace(ctx, view, part));
    stroke(ctx, token(colour), style);
  }

  /** @param {OffscreenCanvasRenderingContext2D} ctx @param {string} colour @param {Omit<Xiuhua.LevelStyle, 'from'>} style */
  function stroke(ctx, colour, { width, alpha, dash = [] }) {
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.lineJoin = 'round';
    ctx.setLineDash(dash);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  /** @param {Xiuhua.AreaPart} part @param {number} x @param {number} y */
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

  /** @param {Xiuhua.AreaPart} part @param {HTMLElement} text */
  function nameMarker(part, text) {
    const className = 'xiuhua-grid-name' + (part.level === 'block' ? ' is-block' : '');
    const icon = L.divIcon({ className, iconSize: [0, 0], html: text });
    const [x, y] = middleOf(part);
    return L.marker([latOf(y), lonOf(x)], { icon, interactive: false, keyboard: false, pane: 'xiuhua-names' });
  }

  xiuhua.areas = (collection, tiles) => new Areas(collection, tiles);
})(window.xiuhua);
