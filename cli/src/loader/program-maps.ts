/**
 * Whether the program itself wants source maps: by `--enable-source-maps` or by what it calls. Node has them on in any case,
 * for our sake; the program is told what it would be told without us.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { SourceMap } from 'node:module';
import { HOOKS_FILE, inNodesName } from './disguise.ts';
import { isOurs } from './positions.ts';
import { inOwnWorld } from '../intrinsics.ts';

/** What Node 22.14 and later give as `module.getSourceMapsSupport()`. */
interface Support {
  readonly enabled: boolean;
  readonly nodeModules: boolean;
  readonly generatedCode: boolean;
}

interface Settings {
  findSourceMap(this: unknown, file: unknown): SourceMap | undefined;
  getSourceMapsSupport(): Support;
  setSourceMapsSupport(enabled: boolean, options?: Partial<Support>): void;
}

type Setter = (this: unknown, ...values: readonly unknown[]) => void;

/** As a CommonJS object, whose properties can be replaced. */
const settings = createRequire(import.meta.url)('node:module') as
  | Settings
  | (Pick<Settings, 'findSourceMap'> & Record<'getSourceMapsSupport' | 'setSourceMapsSupport', undefined>);
const own = process as unknown as { readonly sourceMapsEnabled: boolean; setSourceMapsEnabled: Setter };

let support: Support = { enabled: false, nodeModules: false, generatedCode: false };

/** Whether the program has asked for the source maps of such files by now. */
export function hasProgramMaps(file: string): boolean {
  return support.enabled && (support.nodeModules || !/[\\/]node_modules[\\/]/.test(file));
}

/** Turns source maps on for our sake, those of packages if they are profiled, and follows what the program asks for. */
export function readSourceMaps(nodeModules: boolean): void {
  if (settings.getSourceMapsSupport === undefined) followSetting();
  else followSupport(settings, nodeModules);
  giveProgramMaps();
  const enabled = Object.getOwnPropertyDescriptor(process, 'sourceMapsEnabled');
  if (enabled?.configurable !== true) return;
  const source = 'return { get() { return isOn(); } }.get;';
  const get = inNodesName<() => boolean>(HOOKS_FILE, source, { isOn: () => support.enabled });
  Object.defineProperty(process, 'sourceMapsEnabled', { ...enabled, get });
}

/** Node 20 has one setting for all files. */
function followSetting(): void {
  const original = own.setSourceMapsEnabled;
  const take = (enabled: boolean): void => {
    support = { enabled, nodeModules: enabled, generatedCode: enabled };
  };
  const turnOn = (): void => Reflect.apply(original, process, [true]);
  take(own.sourceMapsEnabled);
  turnOn();
  own.setSourceMapsEnabled = setter('setSourceMapsEnabled(val)', original, ([enabled]) => {
    turnOn();
    take(enabled as boolean);
  });
}

function followSupport(settings: Settings, nodeModules: boolean): void {
  const { getSourceMapsSupport: current, setSourceMapsSupport: set } = settings;
  const take = (): void => {
    support = current();
    const { enabled, nodeModules: packages, generatedCode } = support;
    set(true, { nodeModules: nodeModules || (enabled && packages), generatedCode });
  };
  take();
  own.setSourceMapsEnabled = setter('setSourceMapsEnabled(val)', own.setSourceMapsEnabled, take);
  settings.setSourceMapsSupport = setter(
    'setSourceMapsSupport(enabled, options = undefined)',
    set as Setter,
    take,
  );
  const source = 'return function getSourceMapsSupport() { return support(); }';
  settings.getSourceMapsSupport = inNodesName(HOOKS_FILE, source, { support: () => support });
}

/** Programs that place functions by themselves have positions in files as they lie on disk: maps of ours would lead astray. */
function giveProgramMaps(): void {
  const original = settings.findSourceMap;
  const given = (file: unknown): SourceMap | undefined => {
    const map = original(file);
    const isGiven = map !== undefined && inOwnWorld(() => hasProgramMaps(file as string) && !isOurs(map));
    return isGiven ? map : undefined;
  };
  const source = 'return function findSourceMap(sourceURL) { return given(sourceURL); }';
  settings.findSourceMap = inNodesName(HOOKS_FILE, source, { given });
  syncBuiltinESMExports();
}

/**
 * A function of Node's by its head, with `original` at work inside, whose errors do not show this one. `set` is called when it
 * has returned.
 */
function setter(head: string, original: Setter, set: (values: readonly unknown[]) => void): Setter {
  const source = `const Error = globalThis.Error;
  return function ${head} {
    const limit = Error.stackTraceLimit;
    if (typeof limit === 'number') Error.stackTraceLimit = limit + 1;
    try {
      apply(original, this, arguments);
    } finally {
      if (typeof limit === 'number') Error.stackTraceLimit = limit;
    }
    set(arguments);
  };`;
  return inNodesName(HOOKS_FILE, source, { original, set, apply: Reflect.apply });
}
