/* Xiuhua: a patrol round by camera: taken, walked by keyboard or pointer; and which plan the form shows. */
'use strict';
(function (xiuhua) {
  /** @param {object} told */
  const send = (told) => xiuhua.setProps('rounds-command', { data: { ...told, sent: Date.now() } });
  const here = () => xiuhua.find(HTMLElement, '.walk-buttons');

  /** @param {HTMLElement} button */
  function take(button) {
    closeFind();
    send({ action: 'take', round: Number(button.dataset.takeRound), planned: Number(button.dataset.planned) });
  }

  /** Which camera of which walk is looked at. */
  function place() {
    const at = here();
    return at ? { walk: Number(at.dataset.walk), position: Number(at.dataset.position), of: Number(at.dataset.of) } : null;
  }

  function closeFind() {
    xiuhua.setProps('rounds-planned', { data: null });
  }

  /** @param {number} position */
  function goTo(position) {
    const at = place();
    if (!at || position < 0 || position >= at.of) return;
    closeFind();
    xiuhua.setProps('rounds-walk', { data: { walk: at.walk, at: position } });
  }

  /** @param {string | undefined} step */
  function act(step) {
    const at = place();
    if (step === 'cancel') { closeFind(); return; }
    if (!at || !step) return;
    if (step === 'find') { xiuhua.setProps('rounds-planned', { data: { ...at, sent: Date.now() } }); return; }
    closeFind();
    send({ action: step, walk: at.walk, position: at.position });
  }

  /** @type {Record<string, () => void>} */
  const KEYS = {
    n: () => act('nothing'),
    f: () => act('find'),
    u: () => act('unseen'),
    p: () => act('pause'),
    arrowright: () => goTo((place()?.position ?? 0) + 1),
    arrowleft: () => goTo((place()?.position ?? 0) - 1),
  };

  xiuhua.onClick([
    ['[data-take-round]', take],
    ['[data-walk-step]', (button) => act(button.dataset.walkStep)],
    ['[data-go-to]', (button) => goTo(Number(button.dataset.goTo))],
    ['[data-round-plan]', (button) => xiuhua.setProps('rounds-plan', { data: { round: Number(button.dataset.roundPlan) || null, at: Date.now() } })],
  ]);
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!here() || !(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === 'Escape') { closeFind(); return; }
    if (target.matches('input, textarea, select, [role=combobox]') || xiuhua.within(event, '.round-find')) return;
    const act_of = KEYS[event.key.toLowerCase()];
    if (act_of) { event.preventDefault(); act_of(); }
  });
})(window.xiuhua);
