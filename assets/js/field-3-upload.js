/* Xiuhua: one picture on its way: asked for by its digest first, then sent in parts from where the server stands. */
'use strict';
(function (xiuhua) {
  const UPLOADS = '/api/v1/photos/uploads';
  const SMALLEST = 256 * 1024;
  const LARGEST = 2 * 1024 * 1024;
  const QUICK_MS = 2000;
  const SLOW_MS = 8000;
  const READ_AT_ONCE = 1024 * 1024;
  let part = SMALLEST;

  /** crypto.subtle is missing on plain http. @param {Blob} blob */
  async function digestOf(blob) {
    const hash = window.sha256.create();
    for (let at = 0; at < blob.size; at += READ_AT_ONCE) hash.update(new Uint8Array(await blob.slice(at, at + READ_AT_ONCE).arrayBuffer()));
    return hash.hex();
  }

  /** Parts grow while the line is quick, and shrink while it is slow. @param {number} took_ms */
  function learn(took_ms) {
    if (took_ms < QUICK_MS) part = Math.min(LARGEST, part * 2);
    else if (took_ms > SLOW_MS) part = Math.max(SMALLEST, Math.floor(part / 2));
  }

  /** @param {Xiuhua.FieldAnswer} answer */
  function need(answer) {
    if (![200, 201].includes(answer.status)) throw new xiuhua.FieldRefusal(answer);
    return answer.body;
  }

  /** @param {string} token @param {{ id: string, offset: number }} told @param {Blob} blob @param {object} about */
  async function sendPart(token, told, blob, about) {
    const bytes = blob.slice(told.offset, told.offset + part);
    const headers = { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(told.offset) };
    const query = new URLSearchParams(Object.entries(about).filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, String(value)]));
    const began = window.performance.now();
    try {
      const answer = await xiuhua.fieldServer.ask('PATCH', `${UPLOADS}/${told.id}?${query}`, { headers, bytes, token });
      learn(window.performance.now() - began);
      // Another page of this person went on with it meanwhile: the server says from where.
      if (answer.status === 409 && answer.body && Number.isFinite(answer.body.offset)) return answer.body;
      // What lay on the server half done was removed meanwhile: it is begun anew.
      if (answer.status === 404) throw new xiuhua.Unreachable('the upload is gone');
      return need(answer);
    } catch (error) {
      if (!(error instanceof xiuhua.FieldRefusal)) part = SMALLEST;
      throw error;
    }
  }

  /**
   * The digest under which the server keeps the picture. `tell` hears how many bytes are there; `about` is the case or
   * place that it belongs to. Rejects with a FieldRefusal when the server does not take it.
   * @param {Blob} blob @param {string} sha256 @param {string} token
   * @param {{ case?: number | null, lon?: number, lat?: number }} about @param {(sent: number) => unknown} tell
   * @returns {Promise<string>}
   */
  async function send(blob, sha256, token, about, tell) {
    const json = { size: blob.size, sha256, media_type: blob.type || 'application/octet-stream' };
    let told = need(await xiuhua.fieldServer.ask('POST', UPLOADS, { json, token }));
    while (!told.photo) {
      await tell(told.offset);
      told = await sendPart(token, told, blob, about);
    }
    await tell(blob.size);
    return told.photo.digest;
  }

  /** The server answered, and not as hoped. */
  xiuhua.FieldRefusal = class extends Error {
    /** @param {Xiuhua.FieldAnswer} answer */
    constructor(answer) {
      super(`the server answers ${answer.status}`);
      this.answer = answer;
    }
  };
  xiuhua.fieldUpload = { send, digestOf };
})(window.xiuhua);
