/* Xiuhua: where the report from the street is: the phone's position until a hand moves the pin. */
'use strict';
(function (xiuhua) {
  const GOOD_M = 15;
  const LOCATE_MS = 20000;

  /** In place of the map on a page that started without a network. @param {HTMLElement} box @returns {Xiuhua.PinMap} */
  function noMap(box) {
    box.textContent = xiuhua.say('quick.no_map');
    box.classList.add('is-away');
    const nothing = () => undefined;
    return { show: nothing, clear: nothing, end: nothing };
  }

  /**
   * @param {HTMLElement} root the page
   * @param {() => void} changed
   * @returns {Xiuhua.QuickPlace}
   */
  xiuhua.quickPlace = (root, changed) => {
    const said = xiuhua.need(HTMLElement, '[data-quick-located]', root);
    const address = xiuhua.need(HTMLInputElement, '.quick-address input', root);
    address.value = '';
    /** @type {{ lon: number, lat: number, accuracy_m: number | null } | null} */
    let place = null;
    let isByHand = false;
    let watch = 0;

    const map = (xiuhua.pinMap || noMap)(xiuhua.need(HTMLElement, '[data-quick-map]', root), (lon, lat) => {
      isByHand = true;
      stop();
      place = { lon, lat, accuracy_m: null };
      tell(xiuhua.say('quick.by_hand'));
    });

    /** @param {string} text */
    function tell(text) {
      said.textContent = text;
      changed();
    }

    function stop() {
      if (watch) window.navigator.geolocation.clearWatch(watch);
      watch = 0;
    }

    /** @param {GeolocationPosition} found */
    function hear({ coords: { longitude: lon, latitude: lat, accuracy } }) {
      if (isByHand || (place?.accuracy_m && accuracy >= place.accuracy_m)) return;
      place = { lon, lat, accuracy_m: accuracy };
      map.show(lon, lat, accuracy);
      tell(xiuhua.say('quick.accuracy', Math.round(accuracy)));
      if (accuracy <= GOOD_M) stop();
    }

    function begin() {
      if (!window.isSecureContext || !window.navigator.geolocation) { tell(xiuhua.say('quick.insecure')); return; }
      tell(xiuhua.say('quick.locating'));
      const missed = () => { if (!place) tell(xiuhua.say('quick.no_position')); };
      watch = window.navigator.geolocation.watchPosition(hear, missed, { enableHighAccuracy: true, timeout: LOCATE_MS, maximumAge: 5000 });
      window.setTimeout(stop, LOCATE_MS);
    }

    return { begin, place: () => place, address: () => address.value.trim(), end() { stop(); map.end(); } };
  };
})(window.xiuhua);
