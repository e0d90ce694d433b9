import type { ClockName } from '../../profile/format.ts';

/** What whoever puts the files of `page/` into a page, or opens one, may say before they run. */
export interface Settings {
  /** URL of the folder where they lie, with a slash at the end. Default: where the script was loaded from. */
  readonly base?: string;
  readonly post?: string | null;
  readonly clock?: 'auto' | ClockName;
  readonly marks?: boolean;
  readonly overlay?: boolean;
}

const KEY = Symbol.for('tsprof.settings');

/** What has been said, under Symbol.for('tsprof.settings'). */
export function settings(): Settings {
  return (globalThis as { [KEY]?: Settings })[KEY] ?? {};
}
