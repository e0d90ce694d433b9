import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

/** A realm for one run of one test. */
export interface Host {
  readonly context: vm.Context;
  readonly printed: string[];
  /** Whether timers of the test are still to come. */
  isWaiting(): boolean;
}

/** A fresh global object with what test262 expects of its host. */
export function createHost(): Host {
  const printed: string[] = [];
  let timers = 0;
  const later = (callback: () => void, delay: number) => {
    timers++;
    setTimeout(() => {
      timers--;
      callback();
    }, delay);
  };
  return { context: createRealm(printed, later), printed, isWaiting: () => timers > 0 };
}

function createRealm(printed: string[], later: (callback: () => void, delay: number) => void): vm.Context {
  const context = vm.createContext({});
  const global = vm.runInContext('globalThis', context) as Record<string, unknown>;
  const test262 = {
    global,
    createRealm: () => (vm.runInContext('globalThis', createRealm(printed, later)) as typeof global)['$262'],
    evalScript: (code: string) => vm.runInContext(code, context) as unknown,
    detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
    gc() {
      throw new Error('this host cannot collect garbage');
    },
    agent: {},
  };
  const print = (text: unknown) => void printed.push(String(text));
  const values = { $262: test262, print, setTimeout: later, queueMicrotask };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true });
  }
  return context;
}

const scripts = new Map<string, vm.Script>();

/** Runs a file of the suite's harness, compiled once for all realms. */
export function runHarness(suite: string, name: string, context: vm.Context): void {
  let script = scripts.get(name);
  if (!script) {
    script = new vm.Script(readFileSync(join(suite, 'harness', name), 'utf8'), { filename: name });
    scripts.set(name, script);
  }
  script.runInContext(context);
}

/** From now on all functions of a realm have the same text, so that no test can tell theirs apart by it. */
export function hideTexts(context: vm.Context): void {
  vm.runInContext(
    `Function.prototype.toString = function () { return 'function () { [native code] }' }`,
    context,
  );
}
