'use strict';
var least = require('../package.json').engines.node.replace('>=', '');

/** Whether the Node that runs is new enough; if not, a line says so. Nodes older than `const` read this file, too. */
module.exports = function isSupported(command) {
  var found = process.versions.node;
  var version = found.split('.').map(Number);
  var wanted = least.split('.').map(Number);
  if (version[0] > wanted[0] || (version[0] === wanted[0] && version[1] >= wanted[1])) return true;
  process.stderr.write(command + ' needs Node ' + least + ' or later, this is ' + found + '\n');
  process.exitCode = 1;
  return false;
};
