/* Xiuhua: asks for the film of what a case is about; the timeline shows it once it is there. */
'use strict';
(function (xiuhua) {
  /** @param {HTMLElement} button */
  async function fetchClip(button) {
    const said = button.nextElementSibling;
    button.setAttribute('disabled', '');
    if (said) said.textContent = button.dataset.waiting ?? '';
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': xiuhua.formToken() };
    try {
      const answer = await window.fetch(`/api/v1/cases/${button.dataset.caseClip}/clips`, { method: 'POST', headers, body: '{}' });
      if (answer.status === 401) { xiuhua.signIn(); return; }
      if (said) said.textContent = answer.ok ? '' : xiuhua.problem(await answer.json());
    } catch (error) {
      if (said) said.textContent = String(error);
    } finally {
      button.removeAttribute('disabled');
    }
  }

  xiuhua.onClick([['[data-case-clip]', fetchClip]]);
})(window.xiuhua);
