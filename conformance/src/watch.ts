import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { createCheckingProbes } from '../../test/support/checking-probes.ts';
import { brokenLaws, onStack } from './laws.ts';
import type { Recording } from './recording.ts';

/** Somebody looks at what the probes of a realm say. */
export interface Watch {
  readonly probes: object;
  /** Nothing more is to come for now: what was seen that must not be, one line each. */
  finish(): string[];
}

/** Starts to watch a realm, in which scripts then find their probes. */
type StartWatch = (context: vm.Context) => Watch;

/** The runtime itself, in the test's own realm and under a fake clock; or a check of the contract alone. */
export const WATCHES = { replay: watchReplay, contract: watchContract } satisfies Record<string, StartWatch>;

export type WatchName = keyof typeof WATCHES;

let runtime: vm.Script | null = null;

/** Compiled once, run in each realm. */
function runtimeScript(): vm.Script {
  const code = readFileSync(join(import.meta.dirname, 'in-realm.cjs'), 'utf8');
  const wrapped = `(function (module, exports) { ${code}\n return module.exports })`;
  return new vm.Script(wrapped, { filename: 'tsprof' });
}

type InRealm = (module: object, exports: object) => { start(onEvent: () => void): Recording };

function watchReplay(context: vm.Context): Watch {
  const module = { exports: {} };
  const load = (runtime ??= runtimeScript()).runInContext(context) as InRealm;
  const violations: string[] = [];
  let isFloorPending = false;

  /** A microtask between those of the test: nothing may be on the stack when one starts. */
  function floor(): void {
    isFloorPending = false;
    recording.flush();
    const left = onStack(recording, false);
    if (left.length > 0) violations.push(`not empty in a microtask: ${left.join(' > ')}`);
  }

  const recording = load(module, module.exports).start(() => {
    if (isFloorPending) return;
    queueMicrotask(floor);
    isFloorPending = true;
  });
  return {
    probes: recording.probes,
    finish() {
      recording.stop();
      const left = onStack(recording, true);
      if (left.length > 0) violations.push(`left on the stack: ${left.join(' > ')}`);
      return [...violations, ...brokenLaws(recording)];
    },
  };
}

function watchContract(context: vm.Context): Watch {
  const { probes, observed } = createCheckingProbes();
  const global = vm.runInContext('globalThis', context) as object;
  Object.defineProperty(global, Symbol.for('tsprof.realm'), { value: { probes }, configurable: true });
  return { probes, finish: () => observed.violations };
}
