// What instrumented code requires under Jest, which gives each test file a global object and modules of its own. They
// all write into one log, that of the process: our transformer lends its probes through a module that is Node's own.
const { channel } = require('node:diagnostics_channel');

const asked = {};
channel('tsprof.realm').publish(asked);
Object.assign(exports, asked.probes);
