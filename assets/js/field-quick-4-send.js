/* Xiuhua: sends the report from the street: its pictures, then the report, once however often it is pressed. */
'use strict';
(function (xiuhua) {
  /** @param {Response} answer @returns {Promise<Xiuhua.QuickAnswer>} */
  async function told(answer) {
    if (answer.status === 401) xiuhua.signIn();
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return { body, problem: '', isLost: false, newer: null };
    const words = body.told ? xiuhua.text([body.told.zh, body.told.en]) : body.detail || String(answer.status);
    return { body, problem: words, isLost: answer.status >= 500, newer: body.case || null };
  }

  /** @param {string} path @param {RequestInit} request @returns {Promise<Xiuhua.QuickAnswer>} */
  async function post(path, request) {
    const headers = { Accept: 'application/json', 'X-CSRFToken': xiuhua.formToken(), ...request.headers };
    try {
      return await told(await window.fetch(path, { method: 'POST', ...request, headers }));
    } catch {
      return { body: null, problem: xiuhua.say('quick.offline'), isLost: true, newer: null };
    }
  }

  /** A mark by which the same report, sent twice, is taken once. */
  const mark = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

  /** @type {WeakMap<Xiuhua.QuickShot, string>} */
  const digests = new WeakMap();

  /**
   * Sends what stands in the body with these pictures to the path.
   * @param {string} path @param {string} key @param {any} body
   * @param {{ shot: Xiuhua.QuickShot, role: string }[]} pictures
   * @returns {Promise<Xiuhua.QuickAnswer>}
   */
  async function send(path, key, body, pictures) {
    const photos = [];
    for (const { shot, role } of pictures) {
      const known = digests.get(shot);
      if (!known) {
        const form = new FormData();
        if (body.lon !== undefined) { form.append('lon', body.lon); form.append('lat', body.lat); }
        form.append('file', shot.blob, shot.name);
        const answer = await post('/api/v1/photos', { body: form });
        if (answer.problem) return answer.isLost ? answer : { ...answer, problem: xiuhua.say('quick.bad_photo', answer.problem) };
        digests.set(shot, answer.body.digest);
      }
      photos.push({ digest: digests.get(shot), role });
    }
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    return post(path, { headers, body: JSON.stringify({ ...body, photos }) });
  }

  xiuhua.quickSend = { mark, send };
})(window.xiuhua);
