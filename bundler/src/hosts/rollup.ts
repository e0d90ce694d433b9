import { readFileSync } from 'node:fs';
import type { WorkerUrl } from '../page-module.ts';
import { REPLAY_WORKER } from '../runtime-files.ts';
import type { HookContext, Host } from './host.ts';

/** What a script that is no module, in a page or a worker, takes for its own URL. */
export const SCRIPT_URL =
  "typeof document === 'undefined' ? location.href : document.currentScript?.src || document.baseURI";

/** Rollup and Rolldown: neither says where the code will run, so it is for pages unless the options say otherwise. */
export function createRollupHost(framework: 'rollup' | 'rolldown'): Host {
  const references = new Set<string>();
  const resolveFileUrl = (file: { referenceId: string | null; relativePath: string; format: string }) =>
    references.has(file.referenceId ?? '') && file.format !== 'es'
      ? `new URL(${JSON.stringify(file.relativePath)}, ${SCRIPT_URL}).href`
      : null;
  return {
    target: () => 'browser',
    isSloppy: () => false,
    worker: (context) => emitWorker(context, references),
    post: () => null,
    mendsMaps: false,
    hasComponents: true,
    resolvesExternals: () => true,
    hooks: framework === 'rollup' ? { rollup: { resolveFileUrl } } : {},
  };
}

function emitWorker(context: HookContext, references: Set<string>): WorkerUrl {
  const source = readFileSync(REPLAY_WORKER, 'utf8');
  const reference = context.emitFile!({ type: 'asset', name: 'replay-worker.js', source });
  references.add(reference);
  return { expression: `import.meta.ROLLUP_FILE_URL_${reference}` };
}
