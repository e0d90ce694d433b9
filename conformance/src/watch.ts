import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { createCheckingProbes } from '../../test/support/checking-probes.ts';
import { runtimeScript, watchReplay, type Watch } from './watch-replay.ts';

let runtime: vm.Script | null = null;

const loadRuntime = (): vm.Script =>
  (runtime ??= runtimeScript(readFileSync(join(import.meta.dirname, 'in-realm.cjs'), 'utf8')));

/** Who looks at a realm's probes: the runtime itself, in that realm and under a fake clock; or a check of the contract. */
export const WATCHES = {
  replay: (context: vm.Context): Watch => watchReplay(context, loadRuntime()),
  contract: watchContract,
};

export type WatchName = keyof typeof WATCHES;

function watchContract(context: vm.Context): Watch {
  const { probes, observed } = createCheckingProbes();
  const global = vm.runInContext('globalThis', context) as object;
  Object.defineProperty(global, Symbol.for('tsprof.realm'), { value: { probes }, configurable: true });
  return { probes, finish: () => observed.violations };
}
