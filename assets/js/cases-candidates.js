/* Xiuhua: one click on a candidate fills the form that dispatches a case. */
'use strict';
(function (xiuhua) {
  const FIELDS = new Map([
    ['squad', 'case-form-squad'], ['second_squad', 'case-form-second-squad'],
    ['department', 'case-form-department'], ['assignee', 'case-form-assignee'],
  ]);

  /** @param {HTMLElement} candidate */
  function take(candidate) {
    const units = Object.entries(JSON.parse(candidate.dataset.candidate ?? '{}'));
    units.forEach(([name, code]) => {
      const field = FIELDS.get(name);
      if (field) xiuhua.setProps(field, { value: code });
    });
    const kind = units.length > 1 ? '.candidate' : '.btn';
    xiuhua.all(`.case-candidates ${kind}`).forEach((each) => each.classList.toggle('is-taken', each === candidate));
  }

  xiuhua.onClick([['[data-candidate]', take]]);
})(window.xiuhua);
