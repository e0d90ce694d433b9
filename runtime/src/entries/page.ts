/** The package's `/page` entry: how profiling begins in a page. */
export { begin } from '../session/page.ts';
export type { PageOptions } from '../session/page.ts';
