import { readFileSync } from 'node:fs';
import { urlOrNull } from '../page-module.ts';
import type { WorkerUrl } from '../page-module.ts';
import { isCodeType } from '../module-id.ts';
import { moduleFile, REPLAY_WORKER } from '../runtime-files.ts';
import type { HookContext, Host } from './host.ts';

/** What a script that is no module takes for its own URL: in a page, in a worker, and in Node, where a library is loaded, too. */
export const SCRIPT_URL =
  "typeof document === 'undefined' ? globalThis.location?.href ?? 'file:' : document.currentScript?.src || document.baseURI";

/** Rolldown has no URL for files of an output that is no module, and says so: there a page does the accounting itself. */
const ROLLDOWN = {
  onLog: (_: string, log: { code?: string; id?: string }) =>
    log.code === 'EMPTY_IMPORT_META' && log.id === moduleFile('page/probes') ? false : undefined,
};

/** What we use of a plugin's context: which bundler it is. */
interface OutputContext {
  readonly meta?: { readonly rolldownVersion?: string };
}

/** What the page loads later is a chunk of its own; Rollup wants to be told that there can be none, Rolldown knows. */
export function inOnePiece<T extends { format?: string }>(this: OutputContext, output: T): T | null {
  if (this.meta?.rolldownVersion !== undefined) return null;
  return /^(?:iife|umd)$/.test(output.format ?? '') ? { ...output, inlineDynamicImports: true } : null;
}

/** Rollup and Rolldown: neither says where the code will run, so it is for pages unless the options say otherwise. */
export function createRollupHost(framework: 'rollup' | 'rolldown'): Host {
  const references = new Set<string>();
  const resolveFileUrl = (file: { referenceId: string | null; relativePath: string; format: string }) =>
    references.has(file.referenceId ?? '') && file.format !== 'es'
      ? `new URL(${JSON.stringify(file.relativePath)}, ${SCRIPT_URL}).href`
      : null;
  return {
    target: () => 'browser',
    isCode: (_, details) => isCodeType(details?.moduleType),
    isSloppy: () => false,
    worker: (context) => workerUrl(framework, emitWorker(context, references)),
    post: () => null,
    mendsMaps: false,
    hasComponents: true,
    resolvesExternals: () => true,
    hooks:
      framework === 'rollup'
        ? { rollup: { resolveFileUrl, outputOptions: inOnePiece } }
        : { rolldown: ROLLDOWN as never },
  };
}

function emitWorker(context: HookContext, references: Set<string>): string {
  const source = readFileSync(REPLAY_WORKER, 'utf8');
  const reference = context.emitFile!({ type: 'asset', name: 'replay-worker.js', source });
  references.add(reference);
  return `import.meta.ROLLUP_FILE_URL_${reference}`;
}

/** In Rolldown's scripts it throws; Rollup's find out their own URL while they run for the first time. */
function workerUrl(framework: 'rollup' | 'rolldown', url: string): WorkerUrl {
  return { expression: framework === 'rollup' ? urlOrNull(url) : `() => ${url}` };
}
