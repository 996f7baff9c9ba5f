/* Xiuhua: the ring around one asset and its name beside it, on the side where the map has room for it. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;
  const EDGE_PX = 8;
  const GAP_PX = 6;
  const WIDEST_PX = 280;
  const PANE = 'xiuhua-ring-names';

  /** @implements {Xiuhua.NamedRing} */
  class NamedRing {
    /**
     * @param {L.Map} map
     * @param {Xiuhua.Ringed} about
     */
    constructor(map, { position, name, number, state, className, enlarged = 1, below = false }) {
      this.map = map;
      this.position = position;
      this.enlarged = enlarged;
      this.below = below;
      pane(map, PANE, '460');
      this.ring = marker(position, className, 'xiuhua-selection').addTo(map);
      this.label = marker(position, 'xiuhua-ring-name', PANE).addTo(map);
      this.text = /** @type {HTMLElement} */ (this.label.getElement()?.firstElementChild);
      this.say(name, number);
      this.setState(state);
      this.onMove = () => this.place();
      map.on('move zoomend resize', this.onMove);
      this.measure();
    }

    /** @param {string} name @param {string} number */
    say(name, number) {
      const lines = [...new Set([name, number])].filter(Boolean);
      this.text.replaceChildren(...lines.map((line, i) => {
        const node = document.createElement(i ? 'small' : 'b');
        node.textContent = line;
        return node;
      }));
    }

    /**
     * Calm around what is well, as it was around an alarm.
     * @param {Xiuhua.State} state
     */
    setState(state) {
      const ring = /** @type {HTMLElement} */ (this.ring.getElement()?.firstElementChild);
      if (ring.dataset.state === state) return;
      ring.dataset.state = state;
      if (this.size) this.measure();
    }

    /** The name's size is read once, not while the map moves. */
    measure() {
      const ring = /** @type {HTMLElement} */ (this.ring.getElement()?.firstElementChild);
      ring.style.transform = `scale(${this.enlarged})`;
      this.reach = (ring.offsetWidth / 2 + GAP_PX) * this.enlarged;
      this.text.style.fontSize = `${this.enlarged}em`;
      this.text.style.maxWidth = Math.min(WIDEST_PX * this.enlarged, this.map.getSize().x - 2 * EDGE_PX) + 'px';
      this.size = L.point(this.text.offsetWidth, this.text.offsetHeight);
      this.place();
    }

    /** Right of the ring, else left, else below or above it; never beyond the map's edge. */
    place() {
      const { x: wide, y: high } = this.size || L.point(0, 0);
      const size = this.map.getSize();
      const at = this.map.latLngToContainerPoint(this.position);
      this.text.hidden = at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y;
      const reach = this.reach || 0;
      const isRight = !this.below && at.x + reach + wide <= size.x - EDGE_PX;
      const isLeft = !this.below && !isRight && at.x - reach - wide >= EDGE_PX;
      const isBelow = at.y + reach + high <= size.y - EDGE_PX;
      const beside = isRight || isLeft;
      const left = isRight ? at.x + reach : isLeft ? at.x - reach - wide : at.x - wide / 2;
      const top = beside ? at.y - high / 2 : isBelow ? at.y + reach : at.y - reach - high;
      this.text.style.textAlign = isRight ? 'left' : isLeft ? 'right' : 'center';
      this.corner = L.point(within(left, EDGE_PX, size.x - wide - EDGE_PX), within(top, EDGE_PX, size.y - high - EDGE_PX));
      const { x, y } = this.corner.subtract(at).round();
      this.text.style.transform = `translate(${x}px,${y}px)`;
    }

    get box() {
      if (!this.corner || !this.size || this.text.hidden) return null;
      return L.bounds(this.corner, this.corner.add(this.size));
    }

    remove() {
      this.map.off('move zoomend resize', this.onMove);
      this.ring.remove();
      this.label.remove();
    }
  }

  /** @param {number} value @param {number} low @param {number} high */
  const within = (value, low, high) => Math.max(low, Math.min(value, high));

  /** @param {L.Map} map @param {string} name @param {string} height */
  function pane(map, name, height) {
    if (map.getPane(name)) return;
    const made = map.createPane(name);
    made.style.zIndex = height;
    made.style.pointerEvents = 'none';
  }

  /** @param {L.LatLngTuple} position @param {string} className @param {string} inPane */
  function marker(position, className, inPane) {
    const icon = L.divIcon({ className, iconSize: [0, 0], html: '<i></i>' });
    return L.marker(position, { icon, interactive: false, keyboard: false, pane: inPane });
  }

  xiuhua.NamedRing = NamedRing;
  xiuhua.ringMarker = marker;
})(window.xiuhua);
