/** What happens in each process and thread of the subject before its own first line. */
import { reachesPackages } from 'babel-plugin-tsprof/selector';
import worker from 'node:worker_threads';
import { followChildren } from './children.ts';
import { createCompiler } from './compile.ts';
import type { LoaderCompiler } from './compile.ts';
import { SESSION_KEY, SESSION_VARIABLE, noteProcess, noteWarnings } from './config.ts';
import type { LoaderConfig } from './config.ts';
import { removePreload, setVariable } from './environment.ts';
import { showErrorSources } from './error-source.ts';
import { esmLoader, followRegister } from './esm-loader.ts';
import { patchImport } from './import-hooks.ts';
import { findInternalRequire } from './internals.ts';
import { memoryFrames } from './memory-frames.ts';
import type { InternalRequire } from './internals.ts';
import { findSession, prepareRuntime } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { probeModules } from './probe-modules.ts';
import { readSourceMaps } from './program-maps.ts';
import { hideRealm } from './realm.ts';
import { withRouteTaps } from './route-taps.ts';
import { patchRequire } from './require.ts';
import { askedThreadStack, hideStackRoom } from './stack-room.ts';
import { mapPositions } from './stacks.ts';
import { createSyncHooks, registerOutermost, syncRegistration } from './sync-hooks.ts';
import { numberThreads } from './thread-numbers.ts';
import { followWorkers } from './workers.ts';
import { withRunnerNotes } from './test-runners.ts';
import { inOwnWorld } from '../intrinsics.ts';

/**
 * Joins the session that the environment, or the thread that started this one, names; without one does nothing. `known`: that
 * of a main thread, which has been looked for by now.
 */
export function start(preload: string, known: Prepared | null | undefined): void {
  inOwnWorld(() => join(preload, known));
}

function join(preload: string, known: Prepared | null | undefined): void {
  const directory = process.env[SESSION_VARIABLE] ?? worker.getEnvironmentData(SESSION_KEY);
  cleanEnvironment(preload);
  const found = known === undefined ? findSession(directory) : known?.config;
  if (found === undefined) return;
  worker.setEnvironmentData(SESSION_KEY, found.directory);
  if (worker.isMainThread) noteProcess(found.directory, process.pid);
  // Before ES modules are told of the names that this replaces. In a thread, before the runtime is, too.
  numberThreads();
  const { config, begin } = known ?? prepareRuntime(found);
  const plain = withRunnerNotes(createCompiler(config), config.directory);
  const compiler = config.tagRequests ? withRouteTaps(plain) : plain;
  hideRealm(config.memory === null ? null : memoryFrames(config));
  followChildren(config.directory, preload);
  followWorkers(preload, config.own, (source) => evaluatedSource(compiler, source));
  const internals = findInternalRequire();
  installHooks(config, compiler, internals);
  mapPositions(config.own, internals);
  // Late, so that the time it takes us to get ready is not part of the profile.
  begin();
  // After it: Node reads the map of every file from now on, and those of the runtime are of no use.
  readSourceMaps(reachesPackages(config.patterns));
  if (internals !== undefined) showErrorSources(internals);
}

/** The subject sees the environment and options that it would have had without us. */
function cleanEnvironment(preload: string): void {
  const { env, execArgv } = process;
  setVariable(env, 'NODE_OPTIONS', removePreload(env['NODE_OPTIONS'], preload));
  setVariable(env, SESSION_VARIABLE, undefined);
  if (execArgv[0] === '--require' && execArgv[1] === preload) execArgv.splice(0, 2);
  hideStackRoom(execArgv);
  const { resourceLimits } = worker;
  if (resourceLimits.stackSizeMb !== undefined)
    resourceLimits.stackSizeMb = askedThreadStack(resourceLimits.stackSizeMb);
}

function installHooks(
  config: LoaderConfig,
  compiler: LoaderCompiler,
  internals: InternalRequire | undefined,
): void {
  const probes = probeModules([config.probes, config.probes.replace(/probes(\.js)$/, 'wrappers$1')]);
  const register = syncRegistration();
  if (register !== undefined) {
    let hasHooks = hasLoaderOption();
    const note = (): void => void (hasHooks = true);
    if (internals !== undefined) followRegister(esmLoader(internals), note);
    registerOutermost(
      register,
      createSyncHooks(compiler, probes, () => hasHooks),
      note,
    );
    return;
  }
  patchRequire(compiler);
  if (internals !== undefined) patchImport(esmLoader(internals), compiler, probes, hasLoaderOption());
  else if (!isTestRunner(process.execArgv)) noteWarnings(config.directory, [WITHOUT_MODULES]);
}

const WITHOUT_MODULES =
  'ES modules are not in the profile where Node may not use its inspector (--permission), save with Node 22.15 or later';

/**
 * Whether this process is that of `node --test`, which runs each file of tests in a process of its own and loads no module of the
 * program. Node's inspector does not show the way to its own modules there.
 */
function isTestRunner(execArgv: readonly string[]): boolean {
  const isApart = !execArgv.some((option) => /^--(?:experimental-)?test-isolation=none$/.test(option));
  return execArgv.includes('--test') && isApart;
}

/** Whether hooks of the program have been asked for before anything of it runs. */
function hasLoaderOption(): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) =>
    /--(?:experimental-)?loader\b/.test(option),
  );
}

/** A worker's program given as a string has no file: it is compiled under a name that nothing includes. */
function evaluatedSource(compiler: LoaderCompiler, source: string): string {
  return compiler.evaluated('[worker eval]', source)?.code ?? source;
}
