/* Xiuhua: elements by selector and kind, so that what is missing or of another kind is said by name. */
'use strict';
(function (xiuhua) {
  /** A browser reads what it downloads after the click. */
  const KEPT_FOR_MS = 10000;

  xiuhua.find = (kind, selector, root = document) => {
    const node = root.querySelector(selector);
    return node instanceof kind ? node : null;
  };

  xiuhua.need = (kind, selector, root = document) => {
    const node = xiuhua.find(kind, selector, root);
    if (!node) throw new Error(`the page has no ${kind.name} ${selector}`);
    return node;
  };

  xiuhua.all = (selector, root = document) => [...root.querySelectorAll(selector)].filter((node) => node instanceof HTMLElement);

  /**
   * A text node is changed in place: where nodes come and go, a browser matches styles anew around them, up to the whole
   * page.
   */
  xiuhua.setText = (node, text) => {
    const only = node.firstChild;
    if (!(only instanceof Text) || only.nextSibling) { if (node.textContent !== text) node.textContent = text; return; }
    if (only.data !== text) only.data = text;
  };

  xiuhua.context = (canvas, options) => {
    const context = canvas.getContext('2d', options);
    if (!context) throw new Error('this browser cannot draw on a canvas');
    return context;
  };

  /**
   * A browser without a graphics card copies every canvas that can be drawn on into every frame of the page, whether it
   * changed or not. A canvas that only shows a bitmap is copied when it gets a new one.
   */
  xiuhua.bitmapContext = (canvas) => {
    const context = canvas.getContext('bitmaprenderer');
    if (!context) throw new Error('this browser cannot show a bitmap');
    return context;
  };

  xiuhua.download = (content, name) => {
    const address = URL.createObjectURL(content);
    Object.assign(document.createElement('a'), { href: address, download: name }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), KEPT_FOR_MS);
  };

  xiuhua.within = (event, selector) => {
    const node = event.target instanceof Element ? event.target.closest(selector) : null;
    return node instanceof HTMLElement ? node : null;
  };
})(window.xiuhua = /** @type {Xiuhua.Api} */ ({}));
