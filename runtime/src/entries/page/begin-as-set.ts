import { begin } from '../../session/page.ts';
import { settings } from '../../host/browser/settings.ts';

/** Begins as the settings say; `script` is the URL of the script that asks for it, where that is known. */
export function beginAsSet(script: string | undefined): void {
  const { base, post, clock, marks, overlay } = settings();
  const folder = base ?? script;
  begin({
    door: () => (typeof post === 'string' ? import('../service-worker.ts') : import('../index.ts')),
    worker: folder === undefined ? null : new URL('replay-worker.js', folder),
    ...(post !== undefined && { post }),
    ...(clock !== undefined && { clock }),
    ...(marks !== undefined && { marks }),
    ...(overlay === true && { overlay: () => import(String(new URL('overlay.js', folder))) }),
  });
}
