'use strict';

/** Letters in a row: words. What people read, save for figures and signs. */
const WORDS = /\p{L}{2,}/u;
const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const SHOWN_PROPERTIES = new Set(['textContent', 'innerText', 'innerHTML', 'title', 'placeholder', 'alt', 'ariaLabel', 'nodeValue']);
const SHOWN_ATTRIBUTES = new Set(['title', 'placeholder', 'alt', 'aria-label']);
const SHOWN_BY_CALL = new Set(['alert', 'confirm', 'prompt', 'createTextNode', 'say', 'offer', 'fillText', 'strokeText']);

/** What a literal or a template says by itself. */
function said(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  return node.quasis.map((part) => part.value.cooked || '').join(' ');
}

/** Whether what the expression holds goes where people read it. */
function isShown(node) {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === 'AssignmentExpression' && parent.right === node) {
    return parent.left.type === 'MemberExpression' && SHOWN_PROPERTIES.has(parent.left.property.name);
  }
  if (parent.type === 'CallExpression' && parent.arguments.includes(node)) return isShownBy(parent, node);
  if (['BinaryExpression', 'LogicalExpression', 'ConditionalExpression'].includes(parent.type)) return parent.test !== node && isShown(parent);
  return false;
}

function isShownBy(call, node) {
  const { callee } = call;
  const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name;
  const at = call.arguments.indexOf(node);
  if (name === 'setAttribute') return at === 1 && SHOWN_ATTRIBUTES.has(call.arguments[0].value);
  if (name === 'setText') return at === 1;
  // A text is asked for by its key; the kind of a note is its first argument.
  const isNamed = callee.type === 'MemberExpression' && ((name === 'say' && at === 0) || callee.object.name === 'xiuhua');
  return SHOWN_BY_CALL.has(name) && !isNamed;
}

/** Texts belong to layouts/texts, in both languages: no Chinese in a script, and no words where people read them. */
module.exports = {
  meta: { type: 'problem', schema: [], messages: { text: 'A text that people read belongs to layouts/texts/browser.py: {{said}}' } },
  create(context) {
    function look(node) {
      const text = said(node);
      if (CHINESE.test(text) || (WORDS.test(text.replace(/<[^>]*>/g, '')) && isShown(node))) {
        context.report({ node, messageId: 'text', data: { said: text.trim() } });
      }
    }
    return { Literal: look, TemplateLiteral: look };
  },
};
