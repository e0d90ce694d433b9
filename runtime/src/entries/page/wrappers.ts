/** For pages without a build: what instrumented modules import besides. */
export * from '../wrappers.ts';
