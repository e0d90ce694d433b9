/** The public functions, as pages load them behind their own scripts; the name tells bundlers' chunks apart. */
export * from './index.ts';
