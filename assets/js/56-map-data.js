/* Xiuhua: what maps load from the server, some of which the document asked for already. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;

  /** @param {string} path */
  const isBegun = (path) => path in window.xiuhuaBegun;

  /**
   * The JSON at `path`, which the document may have asked for already; null where there is none.
   * @param {string} path
   */
  async function fetchJson(path) {
    const begun = window.xiuhuaBegun[path];
    delete window.xiuhuaBegun[path];
    const answer = await (begun || window.fetch(path, { headers: { Accept: 'application/json' } }));
    if (answer.status === 204) return null;
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  /**
   * Where the city lies: [west, south, east, north] as bounds.
   * @param {Xiuhua.AreaCollection | null} areas
   */
  function homeOf(areas) {
    const box = areas && areas.bbox;
    return box ? L.latLngBounds([box[1], box[0]], [box[3], box[2]]) : null;
  }

  xiuhua.mapData = { isBegun, fetchJson, homeOf };
})(window.xiuhua);
