/* Xiuhua: a file that is too large is refused with a word, and what was chosen before it is given up. */
'use strict';
(function (xiuhua) {
  /** @param {Event} event @param {FileList | null | undefined} files */
  function check(event, files) {
    const place = event.target instanceof Element ? event.target.closest('[data-largest]') : null;
    if (!(place instanceof HTMLElement) || !files) return;
    const isTooLarge = [...files].some((file) => file.size > Number(place.dataset.largest));
    xiuhua.setProps(place.dataset.said ?? '', { children: isTooLarge ? place.dataset.tooLarge : '' });
    if (isTooLarge) xiuhua.setProps(place.dataset.file ?? '', { contents: null, filename: null });
  }

  document.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement) check(event, event.target.files);
  }, true);
  document.addEventListener('drop', (event) => check(event, event.dataTransfer?.files), true);
})(window.xiuhua);
