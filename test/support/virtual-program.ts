import { generate } from '@babel/generator';
import { parse, type ParserPlugin } from '@babel/parser';
import { transformSync } from 'esbuild';
import { expect } from 'vitest';
import { instrument, type InstrumentOptions } from '../../plugin/src/instrument.ts';
import { followPromises } from '../../runtime/src/host/node/returned-promises.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { createRealm, type Probes } from '../../runtime/src/realm.ts';
import { allProbes } from '../../runtime/src/probes/wrappers/index.ts';
import { CARRIERS, type CarrierName } from './virtual-carriers.ts';
import {
  accountsOf,
  createBareControls,
  createRecordedControls,
  measuredAccountsOf,
  type Controls,
} from './virtual-controls.ts';
import { createHost, HOST_NAMES } from './virtual-host.ts';
import { createVirtualLoop, type VirtualLoop } from './virtual-loop.ts';
import { followedLoop } from './virtual-parents.ts';

/** What a program left behind. */
export interface Outcome {
  /** What it logged, each line with the time and microtask tick at which it did: `5.2 text`. */
  readonly output: readonly string[];
  /** What `main` returned in the end. */
  readonly result: unknown;
  /** What it threw, as text; null when it did not. */
  readonly thrown: string | null;
  /** The time at which nothing was left to do. */
  readonly ended: number;
}

/** … and what was recorded meanwhile. */
export interface Recorded extends Outcome {
  readonly profile: Profile;
  /** One for each `snapshot()`. */
  readonly snapshots: readonly Profile[];
}

export interface RunOptions {
  /** False: profiling is off until the program calls `start()`. */
  readonly autostart?: boolean;
  /** The program is TypeScript, or has `using` declarations, which Node 20 does not know. */
  readonly typescript?: boolean;
  /** More that the program may call, made anew for each run. */
  readonly host?: (now: () => number, tick: () => number) => Record<string, unknown>;
  /** Finds the calls of functions without probes that are counted. */
  readonly builtins?: InstrumentOptions['builtins'];
  /**
   * The program runs out of stack. Compiled code needs less of it than interpreted code, so that now and then there is
   * room for an enter and later none for the leave: replay makes up for that, and says so.
   */
  readonly overflows?: boolean;
  /** Programs that depend on how much stack there is can be compared with themselves only. */
  readonly carriers?: readonly CarrierName[];
  /** Functions tell of their lines. */
  readonly lines?: boolean;
  /** What timers call hangs below what has set them. */
  readonly parents?: boolean;
  /** Promises that functions return are followed until they settle. */
  readonly promises?: boolean;
  /** Totals are an estimate where the program is sampled (docs/sampling.md): own times alone must be the same. */
  readonly estimated?: boolean;
}

/**
 * Runs a program's `main` bare, then instrumented, once for each way to carry the log. All must do the same at the
 * same times and ticks, all profiles obey the laws and show no anomalies, and all ways give the same accounts; so does a program
 * that tells of its lines.
 * What the program may call besides its own functions is in virtual-host.ts.
 */
export async function runProgram(source: string, options: RunOptions = {}): Promise<Recorded> {
  const carriers = options.carriers ?? (Object.keys(CARRIERS) as CarrierName[]);
  const bare = await runBare(compile(source, options, false), options);
  const program = compile(source, options, true);
  const outcomes: Recorded[] = [];
  for (const carrier of carriers) outcomes.push(await record(program, carrier, options));
  const [first] = outcomes as [Recorded];
  const ways: string[] = [...carriers];
  if (options.lines !== true && options.overflows !== true) {
    outcomes.push(await record(compile(source, { ...options, lines: true }, true), WITH_LINES, options));
    ways.push('lines');
  }
  for (const [index, { profile, snapshots, ...visible }] of outcomes.entries()) {
    const way = ways[index]!;
    expect(visible, `bare and ${way}`).toEqual(bare);
    const { missingLeave, ...anomalies } = profile.threads[0]!.anomalies;
    expect(anomalies, way).toEqual({});
    if (options.overflows !== true) expect(missingLeave, way).toBeUndefined();
    const compared = way === 'costly' ? measuredAccountsOf : accountsOf;
    const told = way === 'lines' ? [profile, ...snapshots].map(withoutLines) : [profile, ...snapshots];
    expect(told.map(compared), `${ways[0]} and ${way}`).toEqual(
      [first.profile, ...first.snapshots].map(compared),
    );
  }
  if (isSampled(source, options)) await expectSame(source, options, bare, first.profile);
  return first;
}

/** What profiles are asked for by a program itself has no part in samples, nor have logical parents; one out of stack is no program twice. */
function isSampled(source: string, { autostart, overflows, parents }: RunOptions): boolean {
  if (autostart === false || overflows === true || parents === true) return false;
  return !/\b(?:start|stop|clear|snapshot|tag)\b/.test(source);
}

/**
 * Sampled whenever time passes, the program is the same, and has the same times; but where calls of built-ins are counted, as one that
 * an error has left is seen on the stack until its caller goes on to another (docs/sampling.md).
 */
async function expectSame(source: string, options: RunOptions, bare: Outcome, told: Profile): Promise<void> {
  const { runSampled, timesOf } = await import('./virtual-sampling.ts');
  const { profile, ...visible } = await runSampled(source, options);
  const isWhole = options.estimated !== true;
  expect(visible, 'bare and sampled').toEqual(bare);
  if (options.builtins !== undefined) return;
  expect(timesOf(profile, isWhole), 'sampled').toEqual(timesOf(told, isWhole));
}

/** How a program with lines is carried beside those without. */
const WITH_LINES = 'dense';

const withoutLines = (profile: Profile): Profile => ({
  ...profile,
  threads: profile.threads.map(({ lines: _, ...thread }) => thread),
});

const zero = () => 0;

/** A compiled program: run once, it puts its `main` into `exports`. */
type Program = (require: () => Probes | null, exports: { main?: () => unknown }, host: object) => void;

/** `source` as a function, with probes or without. */
export function compile(
  source: string,
  { typescript = false, host, builtins, lines = false, parents = false, promises = false }: RunOptions,
  isInstrumented: boolean,
): Program {
  let code = `${source}\nexports.main = main;`;
  if (isInstrumented) {
    const plugins: ParserPlugin[] = typescript ? ['typescript', 'explicitResourceManagement'] : [];
    const file = parse(code, { sourceType: 'commonjs', plugins });
    const named = { filename: 'program', code, runtime: 'probes', format: 'commonjs', typescript } as const;
    instrument(file, { ...named, builtins, lines, parents, promises });
    code = generate(file).code;
  }
  if (typescript) code = transformSync(code, { loader: 'ts', target: 'es2022' }).code;
  const names = [...HOST_NAMES, ...Object.keys(host?.(zero, zero) ?? {})];
  return new Function('require', 'exports', `{ ${names.join(', ')} }`, code) as Program;
}

function runBare(program: Program, options: RunOptions): Promise<Outcome> {
  return run(program, createVirtualLoop(), createBareControls(), null, options);
}

async function record(program: Program, carrier: CarrierName, options: RunOptions): Promise<Recorded> {
  const realm = createRealm();
  const bareLoop = createVirtualLoop();
  const loop = options.parents === true ? followedLoop(bareLoop, realm) : bareLoop;
  const unfollow = options.promises === true ? followPromises(realm, true) : undefined;
  const controls = createRecordedControls(realm, carrier, loop);
  const outcome = await run(program, loop, controls, allProbes(realm), options);
  unfollow?.();
  return { ...outcome, profile: controls.finish(), snapshots: controls.snapshots };
}

/** Runs a compiled program's `main` to its end. */
export async function run(
  program: Program,
  loop: VirtualLoop,
  controls: Controls,
  probes: Probes | null,
  { autostart = true, host }: RunOptions,
): Promise<Outcome> {
  const output: string[] = [];
  const exports: { main?: () => unknown } = {};
  program(() => probes, exports, { ...createHost(loop, output, controls), ...host?.(loop.now, loop.tick) });
  if (autostart) controls.start();
  const end: End = { result: undefined, thrown: null };
  await loop.run(() => settle(exports.main!, end));
  return { output, ...end, ended: loop.now() };
}

interface End {
  result: unknown;
  thrown: string | null;
}

function settle(main: () => unknown, end: End): void {
  const fail = (error: unknown) => void (end.thrown = String(error));
  try {
    const result = main();
    if (result instanceof Promise) result.then((value: unknown) => void (end.result = value), fail);
    else end.result = result;
  } catch (error) {
    fail(error);
  }
}
