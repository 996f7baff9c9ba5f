/* Xiuhua: the camera of the report from the street: a live picture where the page may have one, the phone's own else. */
'use strict';
(function (xiuhua) {
  const MEGABYTE = 1024 * 1024;
  const IDEAL = { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1440 } };
  const QUALITY = 0.9;
  const HEIC = /\.hei[cf]$/i;

  /** What every phone can show; HEIC only some, the server all. @param {Blob} blob @param {string} name */
  async function isPicture(blob, name) {
    if (HEIC.test(name) || /^image\/hei[cf]/.test(blob.type)) return true;
    return window.createImageBitmap(blob).then((bitmap) => { bitmap.close(); return true; }, () => false);
  }

  class Camera {
    /** @param {HTMLElement} root the page @param {() => void} changed @param {(text: string) => void} report */
    constructor(root, changed, report) {
      this.root = root;
      this.changed = changed;
      this.report = report;
      this.video = xiuhua.need(HTMLVideoElement, '[data-quick-video]', root);
      this.most = Number(root.dataset.most);
      this.largest = Number(root.dataset.largest);
      /** @type {Xiuhua.QuickShot[]} */
      this.shots = [];
      /** @type {MediaStream | null} */
      this.stream = null;
      this.isOver = false;
    }

    /** Pages without https get no live picture; the phone's own camera is one press away. */
    async begin() {
      this.draw();
      if (!window.isSecureContext || !window.navigator.mediaDevices) return;
      const opened = await window.navigator.mediaDevices.getUserMedia({ video: IDEAL, audio: false }).catch(() => null);
      if (!opened) return;
      this.stream = opened;
      if (this.isOver) { this.close(); return; }
      this.video.srcObject = opened;
      await this.video.play().catch(() => this.close());
      this.draw();
    }

    close() {
      this.isOver = true;
      this.stream?.getTracks().forEach((track) => track.stop());
      this.stream = null;
      this.video.srcObject = null;
    }

    draw() {
      const { root, shots, stream } = this;
      xiuhua.need(HTMLElement, '[data-quick-shots]', root).replaceChildren(...shots.map((shot) => this.tile(shot)));
      root.toggleAttribute('data-has-shots', shots.length > 0);
      root.toggleAttribute('data-live', Boolean(stream));
      xiuhua.need(HTMLElement, '[data-quick-hint]', root).textContent = this.hint;
      this.changed();
    }

    get hint() {
      if (this.shots.length) return xiuhua.say('quick.most', this.most);
      return this.stream ? xiuhua.say('quick.first') : xiuhua.say('quick.camera');
    }

    /** @param {Xiuhua.QuickShot} shot */
    tile(shot) {
      const item = document.createElement('li');
      const image = Object.assign(document.createElement('img'), { src: shot.url, alt: shot.name });
      const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', title: xiuhua.say('quick.remove') });
      remove.setAttribute('aria-label', xiuhua.say('quick.remove'));
      remove.addEventListener('click', () => this.drop(shot));
      item.append(image, remove);
      return item;
    }

    /** @param {Xiuhua.QuickShot} shot */
    drop(shot) {
      this.shots = this.shots.filter((each) => each !== shot);
      URL.revokeObjectURL(shot.url);
      this.draw();
    }

    /** @param {Blob} blob @param {string} name */
    async add(blob, name) {
      const problem = await this.problemOf(blob, name);
      this.report(problem);
      if (problem) return;
      this.shots = [...this.shots, { blob, name, url: URL.createObjectURL(blob) }];
      this.draw();
    }

    /** @param {Blob} blob @param {string} name */
    async problemOf(blob, name) {
      if (this.shots.length >= this.most) return xiuhua.say('quick.many', this.most);
      if (blob.size > this.largest) return xiuhua.say('quick.large', Math.floor(this.largest / MEGABYTE));
      return blob.size && (await isPicture(blob, name)) ? '' : xiuhua.say('quick.no_picture');
    }

    /** Opens the phone's own camera, or its pictures. @param {boolean} isCamera */
    choose(isCamera) {
      const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: !isCamera, hidden: true });
      if (isCamera) input.setAttribute('capture', 'environment');
      input.addEventListener('change', async () => {
        for (const file of input.files || []) await this.add(file, file.name);
        input.remove();
      });
      input.addEventListener('cancel', () => input.remove());
      document.body.append(input);
      input.click();
    }

    shoot() {
      const { video } = this;
      if (!this.stream || !video.videoWidth) { this.choose(true); return; }
      const still = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight });
      const brush = still.getContext('2d');
      if (!brush) { this.choose(true); return; }
      brush.drawImage(video, 0, 0);
      still.toBlob((blob) => { if (blob) this.add(blob, 'camera.jpg'); }, 'image/jpeg', QUALITY);
    }
  }

  xiuhua.QuickCamera = Camera;
})(window.xiuhua);
