/* Xiuhua: colours from the CSS custom properties, reduced motion, what this browser remembers. */
'use strict';
(function (xiuhua) {
  const root = document.documentElement;
  const listeners = new Set();
  let cache = new Map();

  /**
   * The value of the custom property `--name`, or `fallback` while the style sheet lacks it.
   * @param {string} name
   * @param {string} fallback
   */
  function token(name, fallback = '') {
    if (!cache.has(name)) cache.set(name, getComputedStyle(root).getPropertyValue('--' + name).trim());
    return cache.get(name) || fallback;
  }

  /**
   * Calls `fn` whenever the theme changes; returns the function that ends this.
   * @param {() => void} fn
   */
  function onTheme(fn) {
    listeners.add(fn);
    return () => listeners.delete(fn);
  }

  function reread() {
    cache = new Map();
    listeners.forEach((fn) => fn());
  }

  new MutationObserver(reread).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  window.addEventListener('load', reread);

  /** Whether the person asked for less motion. */
  const motion = window.matchMedia('(prefers-reduced-motion: reduce)');
  xiuhua.reducedMotion = () => motion.matches;

  /** Something kept in this browser; null where storage is refused. */
  xiuhua.remembered = {
    get(key) {
      try { return JSON.parse(window.localStorage.getItem('xiuhua.' + key) || 'null'); } catch { return null; }
    },
    set(key, value) {
      try { window.localStorage.setItem('xiuhua.' + key, JSON.stringify(value)); } catch { return false; }
      return true;
    },
  };

  xiuhua.tokens = { token, onTheme };
})(window.xiuhua);
