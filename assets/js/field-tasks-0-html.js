/* Xiuhua: HTML of the phone page out of templates; every value in them is escaped. */
'use strict';
(function (xiuhua) {
  const SIGNS = /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' });

  class Html {
    /** @param {string} text */
    constructor(text) { this.text = text; }

    toString() { return this.text; }
  }

  /** @param {unknown} value @returns {string} */
  function shown(value) {
    if (value === null || value === undefined || value === false) return '';
    if (value instanceof Html) return value.text;
    if (Array.isArray(value)) return value.map(shown).join('');
    return String(value).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
  }

  /** @param {TemplateStringsArray} parts @param {...unknown} values */
  xiuhua.html = (parts, ...values) => new Html(parts.reduce((all, part, at) => all + shown(values[at - 1]) + part));
})(window.xiuhua);
