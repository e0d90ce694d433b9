module.exports = require('./probes.js');
