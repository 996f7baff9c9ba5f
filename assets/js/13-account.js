/* Xiuhua: the session as the browser knows it: the token of its forms, the way in and the way out. */
'use strict';
(function (xiuhua) {
  const FORM_COOKIE = '_csrf_token';

  xiuhua.cookie = (name) => {
    const found = document.cookie.match('(?:^|; )' + name + '=([^;]*)');
    return found && decodeURIComponent(found[1]);
  };

  xiuhua.formToken = () => xiuhua.cookie(FORM_COOKIE) || '';

  /** Where the session is over; a wall that is not paired shows its code instead. */
  xiuhua.signIn = () => {
    if (document.documentElement.dataset.chrome === 'none') return;
    const { pathname, search } = window.location;
    window.location.assign('/login?next=' + encodeURIComponent(pathname + search));
  };

  /** Whoever signs out leaves nothing to be seen on this phone; what waits to be sent stays, for them alone. */
  function forgetSeen() {
    try {
      window.localStorage.removeItem('xiuhua.field-me');
      const opening = window.indexedDB.open('xiuhua-field');
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onsuccess = () => opening.result.transaction('kept', 'readwrite').objectStore('kept').delete('tasks');
    } catch { /* a browser that keeps nothing has nothing to forget */ }
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.leave === undefined) return;
    forgetSeen();
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name: 'form_token', value: xiuhua.formToken() });
    form.append(field);
  }, true);
})(window.xiuhua);
