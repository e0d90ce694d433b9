import { HOOKS_FILE, inNodesName } from './disguise.ts';
import type { InternalRequire } from './internals.ts';

/** What Node 20 calls its loader of ES modules, as far as it is of use here. Its methods can be replaced. */
export interface EsmLoader {
  resolve(specifier: string, parentUrl: string | undefined, attributes: object): unknown;
  resolveSync(specifier: string, parentUrl: string | undefined, attributes?: object): unknown;
  load(url: string, context: object): Promise<unknown>;
  /** Asks for hooks in a thread, as `module.register` does. */
  register(...values: readonly unknown[]): unknown;
  /** What makes modules of sources, by their format. */
  readonly translators: Map<string, Translator>;
}

/** `this` is the loader. */
export type Translator = (
  this: EsmLoader,
  url: string,
  source: string | ArrayBuffer | ArrayBufferView | null | undefined,
  ...rest: readonly unknown[]
) => unknown;

/**
 * The loader of ES modules of this thread, before 22.15 the only way to have a say without a further thread, in which the
 * program's preloads would run once more, and which the program's own hooks would have to share.
 */
export function esmLoader(require: InternalRequire): EsmLoader {
  const loaders = require('internal/modules/esm/loader') as { getOrInitializeCascadedLoader(): EsmLoader };
  return loaders.getOrInitializeCascadedLoader();
}

/** Calls `note` when the program asks for hooks that run in a thread. */
export function followRegister(loader: EsmLoader, note: () => void): void {
  const source = `return { register(...values) {
    note();
    return apply(original, this, values);
  } };`;
  Object.assign(
    loader,
    inNodesName<Partial<EsmLoader>>(HOOKS_FILE, source, {
      note,
      original: loader.register,
      apply: Reflect.apply,
    }),
  );
}
