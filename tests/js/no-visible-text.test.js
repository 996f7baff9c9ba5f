'use strict';
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const rule = require('../../tools/js/no-visible-text.js');

const isInstalled = fs.existsSync(path.join(__dirname, '..', '..', 'node_modules', 'eslint'));
const skip = isInstalled ? false : 'ESLint is not installed (make lint installs it)';

const text = (code) => ({ code, errors: [{ messageId: 'text' }] });

const cases = {
  valid: [
    "node.textContent = xiuhua.say('map.retry');",
    "node.textContent = value + ' · ' + other;",
    "this.note.say('loading', xiuhua.say('map.loading'));",
    "node.title = ready ? name : '–';",
    "node.setAttribute('role', 'status');",
    "throw new Error('the page shows no map');",
    "node.innerHTML = `<svg viewBox='0 0 1 1'></svg>`;",
    "new Intl.DateTimeFormat('zh-CN');",
  ],
  invalid: [
    text("const label = '实时';"),
    text("node.textContent = 'Retry now';"),
    text("node.textContent = count + ' assets';"),
    text("node.title = ready ? name : 'Nothing';"),
    text("node.setAttribute('aria-label', 'Close');"),
    text("this.note.say('error', 'Try again');"),
    text("this.note.offer('Retry', again);"),
    text("node.innerHTML = `<b>all assets</b>`;"),
    text("window.confirm('Sure?');"),
  ],
};

test('texts that people read are found in scripts, and nothing else', { skip }, () => {
  const { RuleTester } = require('eslint');
  RuleTester.describe = RuleTester.it = (_, check) => check();
  new RuleTester().run('no-visible-text', rule, cases);
});
