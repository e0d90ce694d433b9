/** Loaded in a context of its own (host/node/own-context.ts), never by programs. */
export { afterStart, recorderFor, textOf } from '../host/node/process.ts';
