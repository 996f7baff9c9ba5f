/* Xiuhua: long lists come as escaped HTML text in data-html and are put in place here. */
'use strict';
(function (xiuhua) {
  /** @param {Node} node */
  function put(node) {
    if (!(node instanceof HTMLElement)) return;
    const html = node.getAttribute('data-html');
    if (html) xiuhua.draw(node, html);
  }

  /** @param {Node} node */
  function each(node) {
    if (!(node instanceof Element)) return;
    if (node.hasAttribute('data-html')) put(node);
    node.querySelectorAll('[data-html]').forEach(put);
  }

  function start() {
    each(document.body);
    new MutationObserver((records) => records.forEach((record) => {
      if (record.type === 'attributes') put(record.target);
      else record.addedNodes.forEach(each);
    })).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-html'] });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})(window.xiuhua);
