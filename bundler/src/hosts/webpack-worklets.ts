/**
 * Worklets have neither `self` nor a place that they know. What loads chunks later asks for both at once, and it is we who load
 * some, also in worklets that need none: there is nothing to be loaded there, but they have to run.
 */

import { isOurs } from '../runtime-files.ts';

/** What we use of the compiler's options. */
interface Options {
  readonly output: { globalObject?: unknown };
  readonly optimization?: { readonly splitChunks?: false | { readonly cacheGroups?: CacheGroups } };
}

/** Which modules are split off together, as they are shared. */
type CacheGroups = Readonly<Record<string, false | { test?: unknown } | undefined>>;

/** What the rules ask of a module, in webpack and in Rspack. */
interface Module {
  nameForCondition?(): string | null;
}

/** A part of webpack's own runtime. Rspack has made its text when it is shown. */
export interface RuntimeModule {
  readonly name?: string;
  generate?(): string | null;
  readonly source?: { source?: Buffer };
}

/** Has bundles call their global object by the name that it has everywhere. To be called once defaults are filled in. */
export function nameGlobal({ output }: Options): void {
  if (output.globalObject === 'self') output.globalObject = 'globalThis';
}

/**
 * What a page shares with a worklet is split off once it is large enough, and a worklet cannot load it. Our modules add nothing
 * to that: they stay where they are imported. To be called once defaults are filled in; rules of users are left alone.
 */
export function leaveUnsplit({ optimization }: Options): void {
  const { cacheGroups = {} } = optimization?.splitChunks || {};
  for (const group of [cacheGroups['default'], cacheGroups['defaultVendors']]) {
    if (!group || !(group.test === undefined || group.test instanceof RegExp)) continue;
    const { test } = group;
    group.test = (module: Module) => {
      const path = module.nameForCondition?.() ?? '';
      return (test?.test(path) ?? true) && !isOurs(path);
    };
  }
}

/** Where a bundle cannot find out where it is, it says so only when it needs to know. */
export function tolerateNowhere(module: RuntimeModule): void {
  const { source, generate } = module;
  if (source?.source !== undefined) {
    const code = source.source.toString();
    // What is put there stays: in other parts stands what is known only later, such as the hash of it all.
    if (tolerant(code) !== code) source.source = Buffer.from(tolerant(code));
  } else if (generate !== undefined && module.name === 'publicPath')
    module.generate = () => tolerant(generate.call(module) ?? '');
}

const tolerant = (code: string): string =>
  code.replace(/\bif \(!scriptUrl\) throw new Error\([^)]*\)/, 'if (!scriptUrl) scriptUrl = ""');
