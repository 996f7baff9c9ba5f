/* Xiuhua: what was begun at a task and not handed in: pictures, place, result, words; on the phone, across reloads. */
'use strict';
(function (xiuhua) {
  /** @type {Map<number, Xiuhua.Draft>} */
  const drafts = new Map();
  /** @type {WeakMap<Blob, string>} */
  const addresses = new WeakMap();

  /** @returns {Xiuhua.Draft} */
  const empty = () => ({ arrival: null, pictures: [], noPhoto: false, result: '', note: '' });

  /** @param {number} id */
  const nameOf = (id) => `draft-${xiuhua.fieldServer.last()?.name || ''}-${id}`;

  /** The draft of a task, as far as it was read. @param {number} id */
  const of = (id) => drafts.get(id) || empty();

  /** Reads what was kept before. @param {number} id */
  async function read(id) {
    const kept = await xiuhua.fieldStore.kept(nameOf(id));
    if (kept && !drafts.has(id)) drafts.set(id, { ...empty(), ...kept });
    return of(id);
  }

  /** Changes it, and resolves once it is on the disk. @param {number} id @param {Partial<Xiuhua.Draft>} become */
  async function change(id, become) {
    const draft = { ...of(id), ...become };
    drafts.set(id, draft);
    await xiuhua.fieldStore.keep(nameOf(id), draft);
  }

  /** @param {number} id */
  async function forget(id) {
    of(id).pictures.forEach(({ blob }) => {
      const shown = addresses.get(blob);
      if (shown) URL.revokeObjectURL(shown);
    });
    drafts.delete(id);
    await xiuhua.fieldStore.keep(nameOf(id), null);
  }

  /** Under which a picture is shown. @param {Blob} blob */
  function address(blob) {
    const known = addresses.get(blob) || URL.createObjectURL(blob);
    addresses.set(blob, known);
    return known;
  }

  xiuhua.fieldDrafts = { of, read, change, forget, address };
})(window.xiuhua);
