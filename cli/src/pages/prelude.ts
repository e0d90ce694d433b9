import { FOLDER, relativeUrl } from './page-urls.ts';

/**
 * What a script that no page names begins with, as it may run as a worker, which has no page to load the runtime: it
 * does so itself. `file` is its place in the tree, by which a worker that was made from a blob finds the folder.
 */
export function workerPrelude(file: string): string {
  const folder = JSON.stringify(relativeUrl(file, `${FOLDER}/`));
  const place = JSON.stringify(`/${encodeURI(file)}`);
  return `typeof importScripts === 'function' && !globalThis[Symbol.for('tsprof.realm')] && (() => {
    const base = new URL(${folder}, location.protocol === 'blob:' ? location.origin + ${place} : location.href).href;
    const key = Symbol.for('tsprof.settings');
    globalThis[key] = { base, ...globalThis[key] };
    importScripts(base + 'tsprof.js');
  })();`;
}
