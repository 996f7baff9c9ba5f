/* Xiuhua: the frame. Language, theme, where we are, how long ago, opening the drawer from a shared link. */
'use strict';
(function (xiuhua) {
  const root = document.documentElement;
  const YEAR_S = 31536000;

  /** @param {string} name @param {string} value */
  function keep(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  }

  /** @param {string} theme */
  function wear(theme) {
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    xiuhua.setProps('theme', { data: theme });
  }

  /** The cookie of the theme of a page. @param {string} pathname */
  const cookieOf = (pathname) => window.xiuhuaThemes[pathname] || 'xiuhua_theme';

  /** @param {string} pathname */
  function usualTheme(pathname) {
    if (pathname === '/field') return 'sunlight';
    return pathname === '/' ? 'dark' : 'light';
  }

  /** @param {string} theme */
  function choose(theme) {
    keep(cookieOf(window.location.pathname), theme);
    wear(theme);
  }

  const switchTheme = () => choose(root.dataset.theme === 'dark' ? 'light' : 'dark');

  function switchLanguage() {
    keep('xiuhua_language', root.lang.startsWith('en') ? 'zh-CN' : 'en');
    window.location.reload();
  }

  /** Loads the scripts that a page alone has, once. @param {string} pathname */
  function load(pathname) {
    const src = window.xiuhuaScripts[pathname];
    if (!src || document.querySelector(`script[src="${src}"]`)) return;
    document.body.append(Object.assign(document.createElement('script'), { src }));
  }

  /** Marks the page we are on; without a chosen theme, the desk is dark, the phone page for the sun, and the office pages are light. */
  function arrive() {
    const { pathname } = window.location;
    document.querySelectorAll('.nav-link').forEach((link) => {
      const isHere = link.getAttribute('href') === pathname;
      if (isHere && !link.classList.contains('is-here')) link.scrollIntoView({ block: 'nearest', inline: 'center' });
      link.classList.toggle('is-here', isHere);
    });
    document.body.dataset.page = pathname;
    load(pathname);
    if (root.dataset.chrome === 'none') return;
    wear(xiuhua.cookie(cookieOf(pathname)) || usualTheme(pathname));
  }

  /** @param {number} at_ms */
  function ago(at_ms) {
    const s = Math.max(0, (xiuhua.clock.now() - at_ms) / 1000);
    if (s < 90) return xiuhua.say('ago.seconds', Math.round(s));
    if (s < 5400) return xiuhua.say('ago.minutes', Math.round(s / 60));
    if (s < 129600) return xiuhua.say('ago.hours', Math.round(s / 3600));
    return xiuhua.say('ago.days', Math.round(s / 86400));
  }

  /** Elements with data-since (epoch ms) say how long ago that was; live values bring their own newer time. */
  function age() {
    if (document.visibilityState === 'hidden') return;
    xiuhua.all('[data-since]').forEach((node) => {
      xiuhua.setText(node, ago(Number(node.dataset.since)));
    });
  }

  /** @param {Xiuhua.Frame} frame */
  function freshen(frame) {
    const nodes = xiuhua.all('[data-since-of]');
    if (!nodes.length || !frame.assets || !frame.assets.length) return;
    const changed = new Map(frame.assets.map((asset) => [asset.id, asset]));
    nodes.forEach((node) => {
      const asset = changed.get(node.dataset.sinceOf || '');
      const metric = node.dataset.sinceMetric;
      if (asset && (!metric || (asset.values && metric in asset.values))) node.dataset.since = String(asset.at);
    });
  }

  /** A shared link opens its asset as soon as the stores are mounted. */
  function openShared() {
    const id = new URLSearchParams(window.location.search).get('asset');
    if (!id) return;
    if (!xiuhua.setProps('selected-asset', { data: { id, at: Date.now() } })) window.setTimeout(openShared, 100);
  }

  xiuhua.onClick([
    ['[data-switch-theme]', switchTheme],
    ['[data-wear-theme]', (button) => choose(button.dataset.wearTheme || '')],
    ['[data-switch-language]', switchLanguage],
  ]);

  /** @type {string | null} */
  let here = null;
  new MutationObserver(() => {
    const path = window.location.pathname;
    if (path === here && !document.querySelector('.nav-link:not([data-known])')) return;
    here = path;
    xiuhua.all('.nav-link').forEach((link) => { link.dataset.known = ''; });
    arrive();
  }).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener('popstate', arrive);
  window.setInterval(age, 1000);
  new MutationObserver(age).observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ['data-since'] });
  xiuhua.live.subscribe(freshen);
  openShared();
})(window.xiuhua);
