import type { HookContext, HookDetails } from './host.ts';

/** What we use of Vite's configuration: for what its server's side is built. */
export interface SsrConfig {
  readonly ssr?: { readonly target?: unknown };
}

/** By these conditions packages have files of their own for servers that are not Node: Cloudflare's, Vercel's and others. */
const EDGE_CONDITIONS = ['workerd', 'worker', 'edge-light', 'fastly', 'netlify', 'edge-routine', 'lagon'];

/** The name of what a module is built for, if that is a server with little of Node's API and of a page's; else null. */
export function edgeOf(
  { ssr }: SsrConfig,
  { environment }: HookContext,
  details?: HookDetails,
): string | null {
  const isForWorkers = ssr?.target === 'webworker';
  // Vite 5 has no environments, but flags.
  if (environment === undefined) return isForWorkers && details?.ssr === true ? 'ssr' : null;
  const { name, config } = environment;
  if (config.consumer !== 'server') return null;
  const conditions = config.resolve?.conditions ?? [];
  const isEdge = conditions.some((condition) => EDGE_CONDITIONS.includes(condition));
  return isEdge || (isForWorkers && name === 'ssr') ? name : null;
}
