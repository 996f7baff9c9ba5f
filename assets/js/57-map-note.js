/* Xiuhua: what a map says about its data. */
'use strict';
(function (xiuhua) {
  const L = window.L;
  if (!L) return;

  /** A line at the map's foot: loading, or an error with a button to try again. */
  class MapNote {
    /** @param {HTMLElement} container */
    constructor(container) {
      this.node = L.DomUtil.create('div', 'xiuhua-map-note', container);
      this.node.setAttribute('role', 'status');
      this.node.hidden = true;
      L.DomEvent.disableClickPropagation(this.node);
    }

    /** @param {string} kind @param {string} text */
    say(kind, text) {
      this.node.dataset.kind = kind;
      this.node.textContent = text;
      this.node.hidden = false;
    }

    /** @param {string} text @param {() => void} action */
    offer(text, action) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.onclick = action;
      this.node.append(button);
    }

    clear() {
      this.node.hidden = true;
    }
  }

  xiuhua.MapNote = MapNote;
})(window.xiuhua);
