import type { UnpluginOptions } from 'unplugin';
import type { WorkerUrl } from '../page-module.ts';
import type { Target } from '../options.ts';
import type { Source } from '../module-id.ts';

/** What unplugin calls hooks on: of the bundlers' own contexts only what we use of some. */
export interface HookContext {
  warn(message: string): void;
  /** Vite's: a build may be for several. */
  readonly environment?: {
    readonly name: string;
    readonly config: {
      readonly consumer: 'client' | 'server';
      readonly resolve?: { readonly conditions?: readonly string[] };
    };
  };
  /** Rollup's, and who follows it. */
  emitFile?(file: { type: 'asset'; name?: string; fileName?: string; source: string }): string;
  getCombinedSourcemap?(): { toString(): string };
  /** unplugin's: webpack's loaders tell here what they know of a module. */
  getNativeBuildContext?(): NativeContext | null;
}

/** What we use of a loader's context. */
export interface NativeContext {
  readonly loaderContext?: {
    readonly _module?: { readonly type?: string };
    readonly loaders?: readonly { readonly path?: string }[];
    /** Whether loaders are asked for maps. */
    readonly sourceMap?: boolean;
    cacheable?(is: boolean): void;
  };
  readonly inputSourceMap?: unknown;
}

/** What some bundlers say beside a module's text: Vite for whom it is, Rolldown how it is loaded. */
export interface HookDetails {
  readonly ssr?: boolean;
  readonly moduleType?: string;
}

/** What the plugin has to know of the bundler that it is in. */
export interface Host {
  /** Where the module that a hook is called for is to run. */
  target(context: HookContext, details?: HookDetails): Target;
  /** Whether a module is loaded as code, and not as text, as an asset or as some other data, whatever its file is called. */
  isCode(context: HookContext, details?: HookDetails): boolean;
  /** What a source is for the bundler, where that does not follow from the name of its file alone. */
  sourceOf?(id: string): Source | null;
  /** Statements for a file that runs as a script, without any module system; null: it runs as a module. */
  scriptPrelude?(id: string): string | null;
  /** Whether a file is to be instrumented only when the compilers that its project uses are done with it. */
  isCompiledFirst?(id: string, context: HookContext): boolean;
  /** Whether a file that could be either kind of module is run as CommonJS. */
  isSloppy(context: HookContext): boolean;
  /** Adds the replay worker to the build, and says how a page finds it; null: there can be no file beside what is built. */
  worker(context: HookContext): WorkerUrl | null;
  /** Where the pages of a build can send their profiles, for the module that the hook is called for; null: there is no server. */
  post(context: HookContext): string | null;
  /** Whether it builds nothing but a worker, which may become a part of another file. */
  readonly isWorker?: boolean;
  /** Whether what is built are tests. */
  hasTests?(): boolean;
  /** What a map has to call a source, where the bundler does not find it beside the module that the map is of. */
  mapSource?(path: string): string;
  /** Whether there are loaders that do nothing with the maps of those before them. */
  readonly mendsMaps: boolean;
  /** Whether compilers of components leave something for a plugin that comes after them. */
  readonly hasComponents: boolean;
  /** Whether `resolveId` can say that a module is left to Node; else the host does it by other means. */
  resolvesExternals(): boolean;
  /** False: what comes out of a cache of an earlier build is shown to nobody. */
  readonly showsCached?: boolean;
  /** Where a module runs, as a message names it, if nothing can be recorded there; null: it can. */
  unprofiled?(context: HookContext, details?: HookDetails): string | null;
  /** The bundler's own hooks, by its name. */
  readonly hooks: Partial<UnpluginOptions>;
}
