/* Xiuhua: what the report from the street is about: guesses first, then a search in the catalogue, also offline. */
'use strict';
(function (xiuhua) {
  const GUESSES = 'quick-guesses';
  const CATALOGUE = 'quick-catalogue';
  const MOST_FOUND = 30;
  const NOT_FOUND = 3;
  /** With the way to the others, three rows on a phone. */
  const SHOWN = 5;

  /** How well a row fits what is wanted, 0 the best. @param {string} wanted @param {Xiuhua.CatalogueRow} row */
  function fit(wanted, [code, name, above, initials]) {
    const texts = [code.toLowerCase(), name.toLowerCase(), initials];
    if (texts.some((text) => text.startsWith(wanted))) return 0;
    if (texts.some((text) => text.includes(wanted))) return 1;
    return above.toLowerCase().includes(wanted) ? 2 : NOT_FOUND;
  }

  /** @param {string} className @param {string} textContent */
  const press = (className, textContent = '') => Object.assign(document.createElement('button'), { type: 'button', className, textContent });

  class What {
    /** @param {HTMLElement} root the page @param {() => void} changed */
    constructor(root, changed) {
      this.root = root;
      this.changed = changed;
      this.guessed = xiuhua.need(HTMLElement, '[data-quick-guessed]', root);
      this.usual = this.guessed.textContent;
      this.search = xiuhua.need(HTMLInputElement, '.quick-search input', root);
      this.search.oninput = () => this.find();
      // Who was quicker than the catalogue sees it as soon as it is there; the next start without a network has it, too.
      const came = new MutationObserver(() => { this.catalogue(); if (!xiuhua.need(HTMLElement, '[data-quick-finder]', root).hidden) this.find(); });
      came.observe(root, { subtree: true, attributes: true, attributeFilter: ['data-quick-rows'] });
      /** @type {Xiuhua.Guess[]} */
      this.guesses = [];
      /** @type {{ category: string, name: string } | null} */
      this.chosen = null;
    }

    /** What was searched for stands among the guesses. */
    draw() {
      const isGuessed = this.guesses.some(({ category }) => category === this.chosen?.category);
      const own = this.chosen && !isGuessed ? [{ ...this.chosen, share: null }] : [];
      const chips = [...own, ...this.guesses].map((guess) => this.chip(guess));
      xiuhua.need(HTMLElement, '[data-quick-guesses]', this.root).replaceChildren(...chips);
    }

    /** @param {Xiuhua.Guess} guess */
    chip({ category, name, share }) {
      const button = press('quick-chip', name);
      button.setAttribute('aria-pressed', String(category === this.chosen?.category));
      if (share !== null) {
        const part = Object.assign(document.createElement('span'), { className: 'fig', textContent: `${Math.round(share * 100)}%` });
        button.append(part);
      }
      button.addEventListener('click', () => this.choose({ category, name }));
      return button;
    }

    /** @param {{ category: string, name: string } | null} what */
    choose(what) {
      this.chosen = what;
      this.open(false);
      this.draw();
      this.changed();
    }

    /** @returns {Xiuhua.CatalogueRow[]} */
    catalogue() {
      const told = this.root.querySelector('[data-quick-rows]')?.getAttribute('data-quick-rows');
      if (!told) return xiuhua.remembered.get(CATALOGUE) || [];
      const rows = JSON.parse(told);
      xiuhua.remembered.set(CATALOGUE, rows);
      return rows;
    }

    find() {
      const wanted = this.search.value.trim().toLowerCase();
      const found = this.catalogue().map((row) => ({ row, at: fit(wanted, row) })).filter(({ at }) => at < NOT_FOUND);
      found.sort((one, other) => one.at - other.at);
      const place = xiuhua.need(HTMLElement, '[data-quick-found]', this.root);
      place.replaceChildren(...found.slice(0, MOST_FOUND).map(({ row }) => this.line(row)));
      if (!found.length) place.textContent = xiuhua.say('quick.no_match', this.search.value.trim());
    }

    /** @param {Xiuhua.CatalogueRow} row */
    line([category, name, above]) {
      const button = press('quick-line');
      button.setAttribute('role', 'option');
      const title = Object.assign(document.createElement('b'), { textContent: name });
      const path = Object.assign(document.createElement('small'), { textContent: `${above} · ${category}` });
      button.append(title, path);
      button.addEventListener('click', () => this.choose({ category, name }));
      return button;
    }

    toggle() { this.open(xiuhua.need(HTMLElement, '[data-quick-finder]', this.root).hidden); }

    /** @param {boolean} isOpen */
    open(isOpen) {
      xiuhua.need(HTMLElement, '[data-quick-finder]', this.root).hidden = !isOpen;
      xiuhua.need(HTMLElement, '[data-quick-other]', this.root).setAttribute('aria-expanded', String(isOpen));
      if (!isOpen) { this.search.value = ''; return; }
      this.find();
      this.search.focus();
    }

    /** @param {Xiuhua.Guess[]} told */
    hear(told) {
      xiuhua.remembered.set(GUESSES, told);
      this.take(told.slice(0, SHOWN), told.length ? this.usual : xiuhua.say('quick.no_guess'));
    }

    /** There was no answer: the guesses of the last time stand. */
    unheard() {
      if (!this.guesses.length) this.take(xiuhua.remembered.get(GUESSES) || [], xiuhua.say('quick.kept_guess'));
    }

    /** @param {Xiuhua.Guess[]} told @param {string} words */
    take(told, words) {
      this.guesses = told;
      this.guessed.textContent = words;
      this.draw();
    }
  }

  xiuhua.QuickWhat = What;
})(window.xiuhua);
