/* Xiuhua: asks the server on behalf of the street: what it said, how far the phone's clock is off, and who is known. */
'use strict';
(function (xiuhua) {
  const PATIENCE_MS = 90000;
  /** A date in an answer has whole seconds: half of one more is nearer on average. */
  const HALF_SECOND_MS = 500;
  const WHO = 'field-me';
  const CLOCK = 'field-clock';

  /** How far the server's clock is ahead of the phone's, measured last; null before the first answer of all. */
  const offset_ms = () => xiuhua.remembered.get(CLOCK);

  /** @param {Response} answer */
  function measure(answer) {
    const told = Date.parse(answer.headers.get('Date') || '');
    if (Number.isFinite(told)) xiuhua.remembered.set(CLOCK, told + HALF_SECOND_MS - Date.now());
  }

  /** @param {Response} answer */
  async function bodyOf(answer) {
    try { return await answer.json(); } catch { return null; }
  }

  /**
   * The answer of the server, whatever it is. Rejects when there was none: without a network nobody knows whether the
   * request arrived.
   * @param {string} method @param {string} path
   * @param {{ headers?: Record<string, string>, json?: unknown, bytes?: Blob, token?: string }} [told]
   * @returns {Promise<Xiuhua.FieldAnswer>}
   */
  async function ask(method, path, { headers = {}, json, bytes, token } = {}) {
    const ends = new AbortController();
    const patience = window.setTimeout(() => ends.abort(), PATIENCE_MS);
    /** @type {Record<string, string>} */
    const sent = { 'X-CSRFToken': token === undefined ? xiuhua.formToken() : token, ...headers };
    if (json !== undefined) sent['Content-Type'] = 'application/json';
    try {
      const body = json === undefined ? bytes : JSON.stringify(json);
      const answer = await window.fetch(path, { method, headers: sent, body, signal: ends.signal, cache: 'no-store', redirect: 'error' });
      measure(answer);
      return { status: answer.status, wait_s: Number(answer.headers.get('Retry-After')) || 0, body: await bodyOf(answer) };
    } catch (error) {
      throw new xiuhua.Unreachable(String(error));
    } finally {
      window.clearTimeout(patience);
    }
  }

  /** Who used this phone last, and did not sign out. @returns {Xiuhua.FieldPerson | null} */
  const last = () => xiuhua.remembered.get(WHO);

  /**
   * Who is known to the server now, with the token of that session; null for nobody. What is sent with this token is
   * refused once somebody else has signed in: nothing of one person goes out as another's.
   * @returns {Promise<Xiuhua.FieldPerson | null>}
   */
  async function who() {
    const token = xiuhua.formToken();
    const { status, body } = await ask('GET', '/api/v1/me');
    if (status === 401 || status === 403) return null;
    if (status !== 200 || !body) throw new xiuhua.Unreachable(`the server answers ${status}`);
    if (token !== xiuhua.formToken()) return who();
    const known = { name: String(body.name), token };
    xiuhua.remembered.set(WHO, known);
    return known;
  }

  /**
   * A time as the clocks of the city show it, whatever clock and zone the phone is set to; of the phone's own times it
   * tells what the server's clock was then.
   * @param {number} at @param {{ isPhones?: boolean, hasSeconds?: boolean }} [how]
   */
  function timeText(at, { isPhones = false, hasSeconds = false } = {}) {
    const timeZone = document.querySelector('[data-outbox-banner]')?.getAttribute('data-zone') || undefined;
    return new Date(at + (isPhones ? offset_ms() || 0 : 0)).toLocaleTimeString('sv-SE', { timeZone }).slice(0, hasSeconds ? 8 : 5);
  }

  /** There was no answer. */
  xiuhua.Unreachable = class extends Error {};
  xiuhua.fieldServer = { ask, who, last, offset_ms, timeText };
})(window.xiuhua);
