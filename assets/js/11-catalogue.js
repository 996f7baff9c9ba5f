/* Xiuhua: what the server tells every page: texts in both languages, the asset states by number, the feeds to follow. */
'use strict';
(function (xiuhua) {
  const root = document.documentElement;
  /** @type {Xiuhua.Catalogue} */
  const catalogue = JSON.parse(xiuhua.need(HTMLScriptElement, '#xiuhua-catalogue').text);

  xiuhua.text = ([zh, en]) => (root.lang.toLowerCase().startsWith('en') ? en : zh);

  xiuhua.problem = ({ told, detail }) => (told ? xiuhua.text([told.zh, told.en]) : detail || '');

  xiuhua.say = (key, ...values) => {
    const pair = catalogue.texts[key];
    if (!pair) throw new Error(`the catalogue has no text ${key}`);
    return xiuhua.text(pair).replace(/\{\}/g, () => String(values.shift()));
  };

  xiuhua.word = (metric, state) => {
    const pair = (catalogue.words[metric] || {})[state];
    return pair ? xiuhua.text(pair) : null;
  };

  xiuhua.headlines = catalogue.headlines;
  xiuhua.states = catalogue.states;
  xiuhua.feeds = catalogue.feeds;
})(window.xiuhua);
