/** The public door under a name that tells bundlers' chunks apart. */
export * from './index.ts';
