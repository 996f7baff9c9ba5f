/* Xiuhua: puts fresh HTML in place of old, keeping every node that can stay (Idiomorph, assets/vendor). */
'use strict';
(function (xiuhua) {
  /** What the browser itself fills: fresh HTML changes its attributes and leaves its content alone. */
  const OWN = ['.spark', '[data-case-text]', '[data-figure]', '[data-since]', '[data-wall-age]', '[data-camera]'];
  /** What tells rows, panels and groups apart, the most telling first. */
  const KEYS = ['data-alarm', 'data-case', 'data-entry', 'data-select-event', 'data-panel', 'data-group', 'data-select-asset', 'data-select-person', 'data-track', 'data-ghost'];
  const KEYED = KEYS.map((name) => `[${name}]`).join();
  /** What stands in a row or in a story's head is part of it. */
  const WHOLE = '[data-alarm], [data-case], .q-head';
  /** What the browser keeps on an element: the mark of silence, and whether a person unfolded a group. */
  const KEPT = ['data-stale', 'open', 'data-open'];
  let places = 0;

  xiuhua.rowKey = (node) => {
    const key = KEYS.find((attribute) => node.hasAttribute(attribute));
    return key && `${key}-${node.getAttribute(key)}`;
  };
  xiuhua.rows = (root) => [...root.querySelectorAll(KEYED)].filter((node) => !node.parentElement?.closest(WHOLE));

  /**
   * Names the keyed elements of both trees alike, for Idiomorph knows elements by their ids alone.
   * @param {ParentNode} root
   * @param {string} prefix
   */
  function nameRows(root, prefix) {
    const taken = new Map();
    xiuhua.rows(root).forEach((node) => {
      if (node.id && !node.id.startsWith(prefix)) return;
      const id = `${prefix}${xiuhua.rowKey(node)}`;
      const times = (taken.get(id) || 0) + 1;
      taken.set(id, times);
      const own = times === 1 ? id : `${id}-${times}`;
      if (node.id !== own) node.id = own;
    });
  }

  /** @param {Element} old @param {Element} fresh */
  function takeAttributes(old, fresh) {
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  }

  /**
   * Leaves what the browser fills alone; where something else comes in its stead, what was filled in goes.
   * @param {Node} old
   * @param {Node} fresh
   */
  function mayBecome(old, fresh) {
    if (!(old instanceof Element) || !(fresh instanceof Element)) return true;
    const own = OWN.find((selector) => old.matches(selector));
    if (!own) return true;
    if (fresh.matches(own)) { takeAttributes(old, fresh); return false; }
    forget(old);
    old.replaceChildren();
    return true;
  }

  /** A chart holds listeners and pictures of its own. @param {Node} node */
  function forget(node) {
    if (!(node instanceof Element)) return;
    if (window.Plotly) node.querySelectorAll('.js-plotly-plot').forEach((plot) => window.Plotly?.purge(plot));
    if (node instanceof HTMLElement) delete node.xiuhuaFigure;
  }

  const callbacks = {
    beforeNodeMorphed: mayBecome,
    /** @param {string} attribute @param {Element} _ @param {'update' | 'remove'} way */
    beforeAttributeUpdated: (attribute, _, way) => way === 'update' || !KEPT.includes(attribute),
    afterNodeRemoved: forget,
  };

  /** Empty, or nothing but the bars that stand for rows which are being read. @param {Element} place */
  const isBlank = (place) => !place.firstChild || (place.childNodes.length === 1 && place.firstElementChild?.matches('.skeleton'));

  /**
   * Makes the content of `place` like `html`; false when it is so already. Focus, scrolling and what is being typed
   * stay; a row that is there already is the same element after, and its pictures do not load anew. `arrange` may
   * change the fresh tree before it is put in place.
   */
  xiuhua.morph = (place, html, arrange) => {
    if (place.xiuhuaHtml === html) return false;
    place.xiuhuaHtml = html;
    place.xiuhuaPlace = place.xiuhuaPlace || `place-${(places += 1)}-`;
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    if (arrange) arrange(fresh.content);
    nameRows(fresh.content, place.xiuhuaPlace);
    if (isBlank(place)) {
      place.replaceChildren(fresh.content);  // nothing to keep; asking how far it is scrolled would lay the whole page out
      return true;
    }
    nameRows(place, place.xiuhuaPlace);
    const focused = document.activeElement;
    const top = place.scrollTop;
    // Of what has the focus Idiomorph would leave the content alone: right for a field, wrong for a button's words.
    const ignoreActiveValue = Boolean(document.activeElement?.matches('input, textarea, select'));
    window.Idiomorph.morph(place, [...fresh.content.childNodes], { morphStyle: 'innerHTML', ignoreActiveValue, callbacks });
    place.scrollTop = top;
    if (focused instanceof HTMLElement && place.contains(focused)) focused.focus({ preventScroll: true });
    return true;
  };
})(window.xiuhua);
