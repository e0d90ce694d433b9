import type { CheckedOptions } from './options.ts';
import { pageFile } from './runtime-files.ts';

/** The replay worker's URL as code, and what that code needs before it. */
export interface WorkerUrl {
  readonly imports?: string;
  readonly expression: string;
}

/**
 * A URL of a script that it knows only while it runs for the first time, as code; null where it is relative to something that
 * has none below it, as a worker that was made from a blob.
 */
export const urlOrNull = (url: string): string =>
  `(() => { try { return ${url}; } catch { return null; } })()`;

/** What the options leave to the build. */
export interface PageBuild {
  /** Asked only where the worker's URL is needed, as it makes the build add the file; null: there can be no worker. */
  readonly worker: (() => WorkerUrl | null) | null;
  /** Where pages send their profiles, unless the options say. */
  readonly post: string | null;
  /** Whether nothing can be loaded later, as in service workers, or in workers that may be made from a blob. */
  readonly isWhole: boolean;
}

/** The text of the module that instrumented code in pages imports its probes from: profiling begins with it. */
export function pageProbes(options: CheckedOptions, build: PageBuild): string {
  const probes = `export * from ${JSON.stringify(pageFile('probes'))};\n`;
  if (!options.start) return probes;
  const worker = build.worker === null ? NOWHERE : (workerUrl(options) ?? build.worker() ?? NOWHERE);
  const whole = build.isWhole
    ? `import * as whole from ${JSON.stringify(pageFile('service-worker'))};\n`
    : '';
  const imports = `import { begin } from ${JSON.stringify(pageFile('page'))};\n${whole}${worker.imports ?? ''}`;
  return `${imports}${probes}begin({ ${settings(options, build, worker).join(', ')} });\n`;
}

/** The text of the module for probes around iterators. */
export const pageWrappers = (): string => `export * from ${JSON.stringify(pageFile('wrappers'))};\n`;

const NOWHERE: WorkerUrl = { expression: 'null' };

/** Says where the worker is, if the options do. */
function workerUrl({ worker }: CheckedOptions): WorkerUrl | null {
  return worker === undefined ? null : { expression: JSON.stringify(worker) };
}

function settings(options: CheckedOptions, build: PageBuild, worker: WorkerUrl): readonly string[] {
  const post = options.post === undefined ? build.post : options.post;
  const load = (file: string): string => `() => import(${JSON.stringify(file)})`;
  return [
    build.isWhole
      ? 'door: () => Promise.resolve(whole)'
      : `door: ${load(pageFile(post === null ? 'deferred' : 'service-worker'))}`,
    ...(worker.expression === 'null' ? [] : [`worker: ${worker.expression}`]),
    ...(post === null ? [] : [`post: ${JSON.stringify(post)}`]),
    ...(options.clock === undefined ? [] : [`clock: '${options.clock}'`]),
    ...(options.overlay && !build.isWhole ? [`overlay: ${load(pageFile('overlay'))}`] : []),
    ...(options.marks ? ['marks: true'] : []),
  ];
}
