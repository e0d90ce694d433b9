import vm from 'node:vm';
import { compile, createRealm, ending, runScript, settled, type Realm } from './realm.ts';

/** Where a program stands: in a CommonJS module or in a script of the page, in either mode. */
export const PLACES = {
  commonjs: { format: 'commonjs', strict: false },
  'commonjs, strict': { format: 'commonjs', strict: true },
  script: { format: 'script', strict: false },
  'script, strict': { format: 'script', strict: true },
} as const;

export type Place = (typeof PLACES)[keyof typeof PLACES];

/** What a program did. */
export interface Effects {
  readonly log: readonly string[];
  /** What it threw in the end, or a script's completion value. */
  readonly end: string;
}

/** … and which of its checks the runtime failed meanwhile. */
export interface Checked extends Effects {
  readonly violations: readonly string[];
}

/** Changes the text of an instrumented program, to see who notices. */
export type Tamper = (code: string) => string;

const withMode = (source: string, { strict }: Place): string =>
  strict ? `'use strict';\n${source}` : source;

/** Whether `source` is a program in this place. */
export const isProgram = (source: string, place: Place): boolean =>
  compile(withMode(source, place), place.format, false) !== null;

/** Runs a program without probes, in a realm of its own. */
export function runBare(source: string, place: Place): Promise<Effects> {
  return runIn(createRealm(false), compile(withMode(source, place), place.format, false)!, place);
}

/** Runs it with probes; the runtime is in the same realm and checks itself. */
export async function runInstrumented(
  source: string,
  place: Place,
  tamper: Tamper = (code) => code,
): Promise<Checked> {
  const realm = createRealm(true);
  const code = compile(withMode(source, place), place.format, true)!;
  const effects = await runIn(realm, tamper(code), place);
  return { ...effects, violations: realm.watch!.finish() };
}

async function runIn(realm: Realm, code: string, { format }: Place): Promise<Effects> {
  const run = format === 'script' ? runScript : runModule;
  const end = await ending(realm, () => run(code, realm));
  await settled();
  return { log: realm.log, end };
}

function runModule(code: string, { context, exports, write, watch }: Realm): string {
  const names = ['exports', 'require', 'module', 'log'];
  const body = vm.compileFunction(code, names, { parsingContext: context });
  body.call(exports, exports, () => watch?.probes, { exports }, write);
  return '';
}
