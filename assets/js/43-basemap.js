/* Xiuhua: the built-in basemap: two painters of map tiles, the ground and the names on it. */
'use strict';
(function (xiuhua) {
  const { paintGround } = xiuhua.basemapPaint;
  const { Placement, paintNames } = xiuhua.basemapLabels;

  /** Painters for the JSON of `/api/v1/map/basemap`. */
  xiuhua.basemap = (json) => {
    const data = new xiuhua.BasemapData(json);
    /** @type {Map<number, Xiuhua.Placement>} */
    const placements = new Map();

    /** @param {Xiuhua.TileView} view */
    function placement({ zoom, scale }) {
      const known = placements.get(zoom) || new Placement(data, zoom, scale);
      placements.set(zoom, known);
      return known;
    }

    /**
     * The tile's corner in px from the basemap's own corner.
     * @param {Xiuhua.TileView} view
     * @returns {[left: number, top: number]}
     */
    function corner({ left, top, scale }) {
      return [left - data.origin[0] * scale, top - data.origin[1] * scale];
    }

    return {
      ground: (ctx, view) => paintGround(ctx, data, view.zoom, view.scale, ...corner(view), view.size),
      /** What was missing; no names are in it. */
      add: ({ layers }) => data.add(layers),
      has: (key) => data.layers.some((layer) => layer.key === key),
      names: (ctx, view) => paintNames(ctx, placement(view), ...corner(view)),
    };
  };
})(window.xiuhua);
