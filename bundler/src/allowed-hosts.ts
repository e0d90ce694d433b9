import type { AllowedHosts } from '@tsprof/runtime/collect';

/** What bundlers' configurations have of the names that their dev servers may be called by. */
interface ServerConfig {
  /** Vite and Farm: names, or true for any. webpack and Rspack: names, `all` or `auto`. */
  readonly allowedHosts?: true | string | readonly string[] | undefined;
  /** The name or address that the server listens on; true for all addresses. */
  readonly host?: string | boolean | undefined;
}

/** The names that a dev server's user has allowed it to be called by. */
export function allowedHosts({ allowedHosts = [], host }: ServerConfig = {}): AllowedHosts {
  const names = [allowedHosts].flat();
  if (names.includes(true) || names.includes('all')) return 'all';
  return [...names, host].filter((name) => typeof name === 'string' && name !== 'auto') as string[];
}
