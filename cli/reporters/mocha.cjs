'use strict';
// Mocha takes what `require` returns for the reporter itself.
module.exports = require('../dist/cjs/reporters/mocha.js').default;
