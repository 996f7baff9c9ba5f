/* Xiuhua: reads the snapshot of all assets, which comes in runs, differences and split texts. */
'use strict';
(function (xiuhua) {
  const MICRODEGREES = 1e6;

  /**
   * `out` filled with each value as often as the number behind it tells.
   * @template {Uint8Array | Uint32Array} A
   * @param {number[]} runs
   * @param {A} out
   */
  function fillRuns(runs, out) {
    let at = 0;
    for (let i = 0; i < runs.length; i += 2) {
      out.fill(runs[i], at, at + runs[i + 1]);
      at += runs[i + 1];
    }
    return out;
  }

  /** @param {number[]} differences */
  function degrees(differences) {
    const out = new Float64Array(differences.length);
    let sum = 0;
    for (let i = 0; i < out.length; i += 1) {
      sum += differences[i];
      out[i] = sum / MICRODEGREES;
    }
    return out;
  }

  /** @param {Xiuhua.SplitTexts} split */
  function texts({ words, word, number }) {
    const order = fillRuns(word, new Uint32Array(number.length));
    /** @type {string[]} */
    const out = new Array(number.length);
    let sum = 0;
    for (let i = 0; i < out.length; i += 1) {
      sum += number[i];
      const [before, after, digits] = words[order[i]];
      out[i] = digits === undefined ? before : before + (digits ? String(sum).padStart(digits, '0') : sum) + after;
    }
    return out;
  }

  xiuhua.readSnapshot = (sent) => {
    if (sent.format !== 2) throw new Error(`a snapshot of format ${sent.format}`);
    const state = Uint8Array.from(sent.state, Number);
    return {
      ...sent, state, kind: fillRuns(sent.kind, new Uint8Array(state.length)),
      id: texts(sent.id), name: texts(sent.name), lon: degrees(sent.lon), lat: degrees(sent.lat),
    };
  };
})(window.xiuhua);
