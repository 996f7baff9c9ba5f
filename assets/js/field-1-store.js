/* Xiuhua: what a phone keeps until the server has it: commands with their pictures, and what was seen last. */
'use strict';
(function (xiuhua) {
  const NAME = 'xiuhua-field';
  /** A transaction is complete when it is on the disk, not when the system was told of it. */
  const DURABLE = { durability: 'strict' };
  /** @type {Promise<any> | null} */
  let opened = null;

  /** @param {any} db */
  function build(db) {
    db.createObjectStore('items', { keyPath: 'id', autoIncrement: true });
    db.createObjectStore('pictures', { keyPath: 'id', autoIncrement: true }).createIndex('item', 'item');
    db.createObjectStore('kept');
  }

  function open() {
    const forget = () => { opened = null; };
    opened = opened || window.idb.openDB(NAME, 1, { upgrade: build, terminated: forget });
    opened.catch(forget);
    return opened;
  }

  /**
   * Runs `work` with stores in one transaction; what it did is kept whole, or not at all.
   * @param {string[]} names @param {(stores: any[]) => Promise<any>} work
   */
  async function write(names, work) {
    const transaction = (await open()).transaction(names, 'readwrite', DURABLE);
    try {
      const [made] = await Promise.all([work(names.map((name) => transaction.objectStore(name))), transaction.done]);
      return made;
    } catch (error) {
      // A failed request ends its transaction by itself; anything else must not leave half of it.
      try { transaction.abort(); } catch { /* it has ended */ }
      await transaction.done.catch(() => undefined);
      throw error;
    }
  }

  /**
   * Keeps a command with the bytes of its pictures.
   * @param {object} item @param {Xiuhua.NewPicture[]} pictures
   * @returns {Promise<Xiuhua.OutboxItem>}
   */
  const add = (item, pictures) => write(['items', 'pictures'], async ([items, blobs]) => {
    const id = await items.add({ ...item, photos: [] });
    const photos = [];
    for (const { blob, role, name } of pictures) {
      const { size, type } = blob;
      photos.push({ id: await blobs.add({ item: id, blob }), role, name, size, type, sha256: '', sent: 0, photo: null, sent_at: 0 });
    }
    const whole = { ...item, id, photos };
    await items.put(whole);
    return whole;
  });

  /** All commands, the oldest first. @returns {Promise<Xiuhua.OutboxItem[]>} */
  const all = async () => (await open()).getAll('items');

  /** @param {number} id @param {Partial<Xiuhua.OutboxItem>} become */
  const change = (id, become) => write(['items'], async ([items]) => {
    const item = await items.get(id);
    if (item) await items.put({ ...item, ...become });
  });

  /** Forgets the bytes of a command's pictures, and the command too unless `become` says what becomes of it.
   * @param {number} id @param {Partial<Xiuhua.OutboxItem> | null} become */
  const settle = (id, become) => write(['items', 'pictures'], async ([items, blobs]) => {
    const item = await items.get(id);
    for (const key of await blobs.index('item').getAllKeys(id)) await blobs.delete(key);
    if (item && become) await items.put({ ...item, ...become });
    else await items.delete(id);
  });

  /** The bytes of a picture. @param {number} id @returns {Promise<Blob | undefined>} */
  const blob = async (id) => { const found = await (await open()).get('pictures', id); return found && found.blob; };

  /** @param {string} key */
  const kept = async (key) => (await open()).get('kept', key);

  /** @param {string} key @param {unknown} value */
  const keep = (key, value) => write(['kept'], ([known]) => known.put(value, key));

  /**
   * Whether this page is the one that sends now; for browsers without locks, as on plain http. One whose page is gone
   * lapses, and so does one that a clock set back would keep for ever.
   * @param {string} page @param {number} lasts_ms
   */
  const claim = (page, lasts_ms) => write(['kept'], async ([known]) => {
    const now = Date.now();
    const lease = await known.get('lease');
    const isTaken = lease && lease.page !== page && lease.until > now && lease.until <= now + lasts_ms;
    if (!isTaken) await known.put({ page, until: now + lasts_ms }, 'lease');
    return !isTaken;
  });

  /** @param {string} page */
  const release = (page) => write(['kept'], async ([known]) => {
    const lease = await known.get('lease');
    if (lease && lease.page === page) await known.delete('lease');
  });

  /** Whether so many bytes can be written, by writing them. @param {number} bytes */
  async function probe(bytes) {
    const id = await write(['pictures'], ([blobs]) => blobs.add({ item: 0, blob: new Blob([new Uint8Array(bytes)]) }));
    await write(['pictures'], ([blobs]) => blobs.delete(id));
  }

  xiuhua.fieldStore = { add, all, change, settle, blob, kept, keep, claim, release, probe };
})(window.xiuhua);
