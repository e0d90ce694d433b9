import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { compile } from './compile.ts';

const run = promisify(execFile);

/** What a program printed, and what its probes saw. */
export interface ChildRun {
  readonly stdout: string;
  readonly calls: Record<string, number>;
  readonly violations: string[];
}

/** The probes as a module of their own, which reports when the process exits. */
const PROBES = `
  import { createCheckingProbes } from './test/support/checking-probes.ts';
  const { probes, observed } = createCheckingProbes();
  globalThis[Symbol.for('tsprof.realm')] = { probes };
  process.on('exit', () => console.log('\\n' + JSON.stringify({ calls: observed.calls, violations: observed.violations })));
  export const { register, enter, leave, begin, end, suspend, resume, park, unpark, again, delegate, delegateAsync,
    iterate, disposable, dispose, parameters, PARAMETERS, beginModule, endModule } = probes;
`;

/** Instruments the files of a program and runs the first of them in a Node of its own. */
export async function runInChild(files: Record<string, string>): Promise<ChildRun> {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-plugin-'));
  try {
    writeProbes(folder);
    const runtime = pathToFileURL(join(folder, 'probes.mjs')).href;
    for (const [name, code] of Object.entries(files)) {
      writeFileSync(join(folder, name), compile(code, name, { runtime }).code);
    }
    const { stdout } = await run(process.execPath, [join(folder, Object.keys(files)[0]!)]);
    const [printed, report] = stdout.split('\n{"calls"');
    return { stdout: printed!.trim(), ...(JSON.parse(`{"calls"${report}`) as Omit<ChildRun, 'stdout'>) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeProbes(folder: string): void {
  const resolveDir = join(import.meta.dirname, '../../..');
  buildSync({
    stdin: { contents: PROBES, resolveDir, loader: 'ts' },
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'probes.mjs'),
    logLevel: 'error',
  });
}
