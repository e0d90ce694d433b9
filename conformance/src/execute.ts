import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import vm from 'node:vm';
import { compile, type Way } from './compile.ts';
import { createHost, hideTexts, runHarness, type Host } from './host.ts';
import type { Metadata } from './metadata.ts';
import { runModule } from './modules.ts';
import { WATCHES, type WatchName } from './watch.ts';

/** One way to run a test. */
export interface Run {
  readonly suite: string;
  /** Below `test/`. */
  readonly path: string;
  readonly metadata: Metadata;
  readonly strict: boolean;
  readonly way: Way;
  readonly watch: WatchName;
  /** All functions have the same text. */
  readonly hidesTexts?: boolean;
}

/** What came of it. */
export interface Outcome {
  /** '' when the test passed. */
  readonly error: string;
  readonly violations: readonly string[];
}

/** Turns of the event loop after which an asynchronous test without timers is given up. */
const TURNS = 200;

/** Runs one test in one way. */
export async function execute(run: Run): Promise<Outcome> {
  const host = createHost();
  const watch = run.way === 'instrumented' ? WATCHES[run.watch](host.context) : null;
  if (run.hidesTexts) hideTexts(host.context);
  let error: string;
  try {
    if (!run.metadata.flags.includes('raw')) runHarnessFor(run, host);
    error = verdict(run, host, await evaluate(run, host, watch?.probes ?? null));
    if (error === PENDING) error = await asyncVerdict(host);
  } catch (thrown) {
    error = `host: ${describe(thrown)}`;
  }
  await turn();
  return { error, violations: watch?.finish() ?? [] };
}

function runHarnessFor({ suite, metadata }: Run, { context }: Host): void {
  const names = ['assert.js', 'sta.js', ...metadata.includes];
  if (metadata.flags.includes('async')) names.push('doneprintHandle.js');
  for (const name of names) runHarness(suite, name, context);
}

/** What evaluation threw; null when nothing was. */
type Thrown = { readonly error: unknown } | null;

async function evaluate(run: Run, host: Host, probes: object | null): Promise<Thrown> {
  try {
    if (run.metadata.flags.includes('module')) await runModule(fileOf(run), modulesOf(run, host, probes));
    else runScript(run, host, probes);
    return null;
  } catch (error) {
    return { error };
  }
}

const fileOf = ({ suite, path }: Run): string => join(suite, 'test', path);

function modulesOf({ suite, way }: Run, { context }: Host, probes: object | null) {
  const options = { way, sourceType: 'module', strict: false } as const;
  const read = (path: string) => compile(readFileSync(path, 'utf8'), relative(suite, path), options);
  return { context, probes, read };
}

function runScript(run: Run, host: Host, probes: object | null): void {
  const file = fileOf(run);
  const { way, strict, path } = run;
  const code = compile(readFileSync(file, 'utf8'), path, { way, strict, sourceType: 'script' });
  const script = new vm.Script(code, {
    filename: path,
    importModuleDynamically: (specifier) =>
      runModule(join(file, '..', specifier), modulesOf(run, host, probes)),
  });
  script.runInContext(host.context);
}

const PENDING = 'pending';

function verdict({ metadata }: Run, _host: Host, thrown: Thrown): string {
  const { negative, flags } = metadata;
  if (negative) {
    const found = thrown === null ? 'nothing' : nameOf(thrown.error);
    return found === negative.type ? '' : `expected ${negative.type}, found ${found}`;
  }
  if (thrown !== null) return describe(thrown.error);
  return flags.includes('async') ? PENDING : '';
}

function nameOf(error: unknown): string {
  return String((error as { constructor?: { name?: string } } | null)?.constructor?.name);
}

async function asyncVerdict(host: Host): Promise<string> {
  for (let i = 0; host.printed.length === 0 && (i < TURNS || host.isWaiting()); i++) await turn();
  const [line = 'never done'] = host.printed;
  return line === 'Test262:AsyncTestComplete' ? '' : line;
}

const turn = () => new Promise<void>((done) => setImmediate(done));

function describe(error: unknown): string {
  try {
    const text = String((error as Error | null)?.stack ?? error);
    return text.split('\n').slice(0, 4).join(' | ').slice(0, 400);
  } catch {
    return 'indescribable';
  }
}
