'use strict';
/* A page without a browser: our scripts run in a window of their own, as one after the other on a page. */
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const SCRIPTS = path.join(__dirname, '..', '..', 'assets', 'js');
const STATES = ['normal', 'minor', 'major', 'critical', 'offline'];

/** The namespace after these scripts ran; `given` is in the window before, `xiuhua` what earlier scripts left. */
function run(names, given = {}, xiuhua = { states: STATES }) {
  const window = { ...given, xiuhua };
  const context = vm.createContext({ ...given, window });
  names.forEach((name) => vm.runInContext(fs.readFileSync(path.join(SCRIPTS, name), 'utf8'), context, { filename: name }));
  return window.xiuhua;
}

module.exports = { run, STATES };
