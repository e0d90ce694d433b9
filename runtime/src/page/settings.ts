import { begin } from '../page.ts';
import type { ClockName } from '../profile/format.ts';

/** What whoever puts the files of this folder into a page may say, under Symbol.for('tsprof.settings'), before they run. */
export interface Settings {
  /** URL of the folder where they lie, with a slash at the end. Default: where the script was loaded from. */
  readonly base?: string;
  readonly post?: string | null;
  readonly clock?: 'auto' | ClockName;
  readonly marks?: boolean;
  readonly overlay?: boolean;
}

const KEY = Symbol.for('tsprof.settings');

/** Begins as the settings say; `script` is the URL of the script that asks for it, where that is known. */
export function beginAsSet(script: string | undefined): void {
  const { base, post, clock, marks, overlay }: Settings = (globalThis as { [KEY]?: Settings })[KEY] ?? {};
  const folder = base ?? script;
  begin({
    door: () => import('../index.ts'),
    worker: folder === undefined ? null : new URL('replay-worker.js', folder),
    ...(post !== undefined && { post }),
    ...(clock !== undefined && { clock }),
    ...(marks !== undefined && { marks }),
    ...(overlay === true && { overlay: () => import(String(new URL('overlay.js', folder))) }),
  });
}
