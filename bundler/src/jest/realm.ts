/** Loaded outside of the global objects that Jest makes for test files: profiles this process, and lends its probes. */
import { channel } from 'node:diagnostics_channel';
import '@tsprof/runtime/auto';

type Register = (
  file: string,
  names: string,
  spots: readonly number[],
  suspensions?: readonly number[],
) => number;

interface Realm {
  readonly probes: { readonly register: Register };
}

/** A variable that loaders declare. */
declare const tsprof$realm: Realm;

/** What whoever asks is given. */
interface Asked {
  realm?: Realm;
  probes?: object;
}

const KEY = Symbol.for('tsprof.realm');

/** Answers the modules that instrumented code requires (modules/jest/probes.js). */
export function lendProbes(): void {
  const asking = channel('tsprof.realm');
  if (asking.hasSubscribers) return;
  const realm = findRealm();
  const probes = { ...realm.probes, register: once(realm.probes.register) };
  asking.subscribe((asked) => Object.assign(asked as Asked, { realm, probes }));
}

/** Where the runtime keeps it; below `tsprof run` under a name that a program does not come across. */
function findRealm(): Realm {
  if (typeof tsprof$realm === 'object') return tsprof$realm;
  const { [KEY]: realm } = globalThis as unknown as Record<symbol, Realm>;
  return realm!;
}

const known = new Map<string, number>();

/** Each test file loads its modules anew; numbers for sites would run out if each time they got new ones. */
function once(register: Register): Register {
  return (file, names, spots, suspensions) => {
    const key = JSON.stringify([file, names, spots, suspensions]);
    let first = known.get(key);
    if (first === undefined) known.set(key, (first = register(file, names, spots, suspensions)));
    return first;
  };
}
