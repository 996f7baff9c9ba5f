'use strict';
const js = require('@eslint/js');
const globals = require('globals');
const noVisibleText = require('./tools/js/no-visible-text.js');

module.exports = [
  { ignores: ['**/vendor/', 'node_modules/', '.venv/', 'var/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'consistent-return': 'error',
      'default-case-last': 'error',
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 40, IIFEs: false, skipBlankLines: true, skipComments: true }],
      'no-constructor-return': 'error',
      'no-else-return': 'error',
      'no-eval': 'error',
      'no-implicit-globals': 'error',
      'no-new-func': 'error',
      'no-self-compare': 'error',
      'no-shadow': ['error', { builtinGlobals: false }],
      'no-template-curly-in-string': 'error',
      'no-throw-literal': 'error',
      'no-unreachable-loop': 'error',
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
      'no-useless-concat': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'off',
      radix: 'error',
      strict: ['error', 'global'],
    },
  },
  {
    files: ['assets/js/*.js', 'bench/**/*.js', 'tests/e2e/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
  },
  {
    files: ['assets/workers/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.serviceworker },
  },
  { files: ['tests/e2e/*.js'], rules: { strict: ['error', 'function'] } },
  {
    files: ['assets/js/*.js'],
    plugins: { xiuhua: { rules: { 'no-visible-text': noVisibleText } } },
    rules: { 'xiuhua/no-visible-text': 'error', 'no-console': 'error', 'no-alert': 'off' },
  },
  {
    files: ['tests/e2e/*.mjs'],
    languageOptions: { sourceType: 'module', globals: globals.node },
    rules: { strict: 'off' },
  },
  {
    files: ['eslint.config.js', 'tools/js/*.js', 'tests/js/**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
    rules: { 'max-lines-per-function': 'off' },
  },
];
