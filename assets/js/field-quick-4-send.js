/* Xiuhua: the report from the street goes to the outbox of the phone, and from there to the server, once. */
'use strict';
(function (xiuhua) {
  /**
   * What became of a deed by now.
   * @param {number} id @param {Xiuhua.OutboxState} state
   * @returns {Xiuhua.QuickFate}
   */
  function fateOf(id, state) {
    const item = state.items.find((each) => each.id === id);
    if (!item || item.state === 'waiting') return { state: item && state.since ? 'kept' : 'sending', made: null, words: '' };
    if (item.state === 'refused') return { state: 'refused', made: null, words: item.answer ? xiuhua.text(item.answer.words) : '' };
    return { state: 'delivered', made: item.made, words: '' };
  }

  /**
   * Keeps a deed on the phone and tells what becomes of it, until that is settled. Rejects with words for the person
   * when the phone cannot keep it.
   * @param {Xiuhua.Deed} deed @param {(fate: Xiuhua.QuickFate) => void} tell
   * @returns {Promise<() => void>} what ends the telling
   */
  async function send(deed, tell) {
    const id = await xiuhua.outbox.add(deed);
    /** @param {CustomEvent<Xiuhua.OutboxState>} event */
    const hear = ({ detail }) => look(detail);
    const end = () => document.removeEventListener('xiuhua:outbox', hear);
    /** @param {Xiuhua.OutboxState} state */
    function look(state) {
      const fate = fateOf(id, state);
      if (fate.state === 'delivered' || fate.state === 'refused') end();
      if (fate.state === 'refused') xiuhua.outbox.seen(id);
      tell(fate);
    }
    document.addEventListener('xiuhua:outbox', hear);
    look(xiuhua.outbox.state());
    return end;
  }

  xiuhua.quickSend = send;
})(window.xiuhua);
