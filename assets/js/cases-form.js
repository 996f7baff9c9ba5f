/* Xiuhua: what the form of a case lacks is said at the field that lacks it. */
'use strict';
(function (xiuhua) {
  /** @param {HTMLElement} said */
  function place(said) {
    const form = said.closest('.case-form');
    if (!form) return;
    xiuhua.all('[data-part]', form).forEach((field) => { delete field.dataset.said; });
    xiuhua.all('[data-lacks]', said).forEach((word) => {
      const field = xiuhua.find(HTMLElement, `[data-part=${word.dataset.lacks}]:not([hidden])`, form);
      if (field) field.dataset.said = [field.dataset.said, word.textContent].filter(Boolean).join(' ');
    });
    const first = xiuhua.find(HTMLElement, '[data-said]', form);
    // What somebody else did meanwhile stands below a long form, and must be seen.
    (first || (said.childElementCount ? said : null))?.scrollIntoView({ block: 'nearest' });
    if (first) xiuhua.find(HTMLElement, 'textarea, input', first)?.focus();
  }

  new MutationObserver((records) => {
    const said = new Set(records.map(({ target }) => (target instanceof Element ? target.closest('.form-said') : null)));
    said.forEach((node) => { if (node instanceof HTMLElement) place(node); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})(window.xiuhua);
