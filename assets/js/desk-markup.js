/* Xiuhua: long lists come as escaped HTML text in data-html and are put in place here, keeping focus. */
'use strict';
(function () {
  const ROWS = '[data-select-event]';
  const FOCUS_KEYS = ['data-alarm', 'data-select-event', 'data-select-asset'];

  function focusSelector(node) {
    const active = document.activeElement;
    if (!active || !node.contains(active)) return null;
    const key = FOCUS_KEYS.find((name) => active.hasAttribute(name));
    return key ? `[${key}="${CSS.escape(active.getAttribute(key))}"]` : null;
  }

  /** The HTML as nodes; rows that are there already are moved over, so that their pictures neither load nor blink. */
  function drawn(node, html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const known = new Map([...node.querySelectorAll(ROWS)].map((row) => [row.outerHTML, row]));
    template.content.querySelectorAll(ROWS).forEach((row) => {
      const before = known.get(row.outerHTML);
      if (!before) return;
      known.delete(row.outerHTML);
      row.replaceWith(before);
    });
    return template.content;
  }

  function put(node) {
    const html = node.getAttribute('data-html');
    if (!html || node.xiuhuaHtml === html) return;
    const focused = focusSelector(node);
    const top = node.scrollTop;
    node.xiuhuaHtml = html;
    node.replaceChildren(drawn(node, html));
    node.dispatchEvent(new CustomEvent('xiuhua:drawn', { bubbles: true }));
    node.scrollTop = top;
    const again = focused && node.querySelector(focused);
    if (again) again.focus({ preventScroll: true });
  }

  function each(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
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
})();
