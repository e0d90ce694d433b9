import vm from 'node:vm';
import { followPromises } from '../../runtime/src/host/node/returned-promises.ts';
import { FOLLOWS_PROMISES } from './followed-promises.ts';
import { brokenLaws, onStack } from './laws.ts';
import type { Recording } from './recording.ts';

/** Somebody looks at what the probes of a realm say. */
export interface Watch {
  readonly probes: object;
  /** Nothing more is to come for now: what was seen that must not be, one line each. */
  finish(): string[];
}

/**
 * The bundle of in-realm.ts, compiled once and run in each realm. Its functions are compiled here, not when they are
 * first called: that takes stack, of which a test may have left too little.
 */
export function runtimeScript(code: string): vm.Script {
  const script = new vm.Script(`(function (module, exports) { ${code}\n return module.exports })`, {
    filename: 'tsprof',
  });
  const context = vm.createContext({ queueMicrotask });
  const module = { exports: {} };
  (script.runInContext(context) as InRealm)(module, module.exports).warmUp();
  return script;
}

type InRealm = (module: object, exports: object) => typeof import('./in-realm.ts');

/** Loads the runtime into a realm, which must have `queueMicrotask`, and checks replay while a program runs. */
export function watchReplay(context: vm.Context, runtime: vm.Script): Watch {
  const module = { exports: {} };
  const { realm, start } = (runtime.runInContext(context) as InRealm)(module, module.exports);
  const unfollow = followPromises(realm, FOLLOWS_PROMISES);
  const violations: string[] = [];
  let isFloorPending = false;

  /** A microtask between those of the test: nothing may be on the stack when one starts. */
  function floor(): void {
    isFloorPending = false;
    recording.flush();
    const left = onStack(recording, false);
    if (left.length > 0) violations.push(`not empty in a microtask: ${left.join(' > ')}`);
  }

  function expectFloor(): void {
    if (isFloorPending) return;
    queueMicrotask(floor);
    isFloorPending = true;
  }

  const onError = (error: unknown) => void violations.push(`replay threw ${String(error)}`);
  const recording: Recording = start(expectFloor, onError);
  return {
    probes: recording.probes,
    finish() {
      unfollow?.();
      recording.stop();
      const left = onStack(recording, true);
      if (left.length > 0) violations.push(`left on the stack: ${left.join(' > ')}`);
      return [...violations, ...brokenLaws(recording)];
    },
  };
}
