import type { UnpluginOptions } from 'unplugin';
import { printable } from '@tsprof/runtime/profile';
import type { Selection } from 'babel-plugin-tsprof/select';
import { foreignTo, SourceError } from 'babel-plugin-tsprof/source';
import { compiledMap, isLoadedOtherwise, loadedMap } from './compiled.ts';
import type { HookContext, HookDetails, Host } from './hosts/host.ts';
import { hasMacros } from './macros.ts';
import type { Underway } from './maps.ts';
import { COMPONENT, SCRIPT, sourceOf } from './module-id.ts';
import type { Source } from './module-id.ts';
import { chosenTarget } from './options.ts';
import type { CheckedOptions, Target } from './options.ts';
import { pageProbes, pageWrappers } from './page-module.ts';
import { isOurs, moduleFile } from './runtime-files.ts';
import { isServiceWorker } from './service-worker.ts';
import { complaint, instrumentModule } from './transform.ts';
import type { Compiled, Instrumented } from './transform.ts';
import { Unplaced } from './unplaced.ts';

const OWN_MODULE = /^unplugin-tsprof\/modules\/((?:page|service|node)\/(?:probes|wrappers))$/;
const RUNTIME_MODULE = /^@tsprof\/runtime(?:\/|$)/;
const PAGE_PROBES = moduleFile('page/probes');
const SERVICE_PROBES = moduleFile('service/probes');
const WRAPPERS = [moduleFile('page/wrappers'), moduleFile('service/wrappers')];

/**
 * What the runtime loads later in pages, and has from the start in workers. There a chunk of its own would make the worker's own
 * file export something, and a worker without a type is no module. It is never asked for.
 */
const LATER = /^\.\/in-thread\b.*\.js$/;
const RESOLVED = new RegExp(`^(?:unplugin-tsprof|@tsprof/runtime)(?:/|$)|${LATER.source}`);
const NEVER = { id: 'data:text/javascript,', external: true };

/** A hook that comes before those of all others, also of plugins that want to be first. */
const first = <T extends object>(hook: T): T => ({ ...hook, order: 'pre' });

/** What could have probes, in what a compiler has made; some run while building, and leave data. */
const FUNCTION = /=>|\bfunction\b/;

/** What the two plugins of a build share. */
export interface Build {
  readonly options: CheckedOptions;
  readonly host: Host;
  /** Under which name a file gets probes; null: it gets none. */
  readonly nameOf: (path: string) => string | null;
  /** What the options say of any file, built or not: asking it counts for no pattern as a match. */
  readonly selection: Selection;
  readonly underway: Underway;
  /** Ids of scripts that other compilers must see before they get probes. */
  readonly behind: Set<string>;
}

/** Instruments sources as they were written, and gives them their probes. */
export function sourcePlugin(build: Build): UnpluginOptions {
  const { options, host, underway, behind } = build;
  const targetOf = (context: HookContext, details?: HookDetails): Target =>
    chosenTarget(options, host.target(context, details));
  const instrument = createInstrumenter(build, targetOf);
  const find = host.sourceOf ?? sourceOf;
  return {
    name: 'tsprof',
    enforce: 'pre',
    resolveId: first({
      filter: { id: RESOLVED },
      handler(this: unknown, id: string, importer: string | undefined, details: object) {
        if (LATER.test(id)) return host.isWorker && isOurs(importer ?? '') ? NEVER : null;
        const [, own] = OWN_MODULE.exec(id) ?? [];
        // Profiling begins with the module: it must stay also where nobody looks for its effects.
        if (own !== undefined) return { id: moduleFile(own), moduleSideEffects: true } as { id: string };
        const isLeft = host.resolvesExternals() && RUNTIME_MODULE.test(id);
        return isLeft && targetOf(this as HookContext, details) === 'node' ? { id, external: true } : null;
      },
    }),
    load: {
      filter: { id: [PAGE_PROBES, SERVICE_PROBES, ...WRAPPERS] },
      handler(id) {
        if (WRAPPERS.includes(id)) return pageWrappers();
        const context = this as unknown as HookContext;
        // This module says where profiles are sent: that is not the same in all builds that share a cache, and a dev server's token is
        // of no use to the next one.
        context.getNativeBuildContext?.()?.loaderContext?.cacheable?.(false);
        // Service workers can have no worker.
        const isService = id === SERVICE_PROBES;
        const worker = isService ? null : () => host.worker(context);
        const isWhole = isService || (host.isWorker ?? false);
        return pageProbes(options, { worker, post: host.post(context), isWhole });
      },
    },
    transform: first({
      filter: { id: SCRIPT },
      handler(this: unknown, code: string, id: string, details?: HookDetails) {
        const context = this as HookContext;
        const source = find(id);
        if (source === null || source.language === null || !host.isCode(context, details)) return null;
        if (host.hasComponents && (host.isCompiledFirst?.(id, context) || hasMacros(source.path, code))) {
          behind.add(id);
          return null;
        }
        behind.delete(id);
        const instrumented = instrument(context, { code, id, source, details });
        if (instrumented !== null && host.mendsMaps) underway.set(id, instrumented);
        return instrumented;
      },
    }),
    ...host.hooks,
  };
}

/** Instruments components, and what has macros in it, once their compilers are done with them. */
export function componentPlugin(build: Build): UnpluginOptions {
  const { options, host, behind, nameOf } = build;
  const targetOf = (context: HookContext, details?: HookDetails): Target =>
    chosenTarget(options, host.target(context, details));
  const instrument = createInstrumenter(build, targetOf);
  const unplaced = new Unplaced();
  return {
    name: 'tsprof:components',
    enforce: 'post',
    transform: {
      filter: { id: [COMPONENT, SCRIPT] },
      handler(this: unknown, code: string, id: string, details?: HookDetails) {
        const context = this as HookContext;
        const source = sourceOf(id);
        if (source === null || (source.language !== null && !behind.has(id))) return null;
        const map = compiledMap(context);
        if (nameOf(source.path) !== null && FUNCTION.test(code)) unplaced.note(source.path, map !== null);
        if (map === null) return null;
        const compiled = { map, root: options.root };
        return instrument(context, { code, id, source, details, compiled });
      },
    },
    buildEnd() {
      const complaint = unplaced.complaint(nameOf);
      if (complaint !== null) console.warn(printable(`tsprof: ${complaint}`));
    },
  };
}

interface Request {
  readonly code: string;
  readonly id: string;
  readonly source: Source;
  readonly details: HookDetails | undefined;
  readonly compiled?: Compiled;
}

/** What a file may be; each is tried once those before it turn out not to be right. */
function asLoaded(context: HookContext, request: Request, root: string): readonly Request[] {
  const { code, source, compiled } = request;
  if (compiled !== undefined || !isLoadedOtherwise(source.path, code)) return [request];
  const map = loadedMap(context, source.path, code);
  if (map !== null) return [{ ...request, compiled: { map, root } }];
  return [{ ...request, source: { ...source, language: 'jsx' } }, request];
}

type Instrument = (context: HookContext, request: Request) => Instrumented | null;

/** What cannot be parsed is told of, and stays as it is. */
function createInstrumenter(
  { options, host, nameOf, selection }: Build,
  targetOf: (context: HookContext, details?: HookDetails) => Target,
): Instrument {
  const isSelected = (path: string): boolean => selection.nameOf(path) !== null;
  const complete = (context: HookContext, { code, id, source, details, compiled }: Request, name: string) => {
    const prelude = host.scriptPrelude?.(id) ?? null;
    return {
      ...{ code, source, name },
      runtime: runtimeFor(options, targetOf(context, details), code),
      sloppy: host.isSloppy(context),
      tests: host.hasTests?.() ?? false,
      lines: selection.tellsLines(source.path),
      parents: options.parents,
      promises: options.promises,
      ...(options.builtins && { isForeign: foreignTo(source.path, isSelected) }),
      ...(host.mapSource && { mapSource: host.mapSource(source.path) }),
      ...(compiled && { compiled }),
      ...(prelude !== null && { script: { prelude } }),
    };
  };
  return (context, request) => {
    const name = nameOf(request.source.path);
    if (name === null) return null;
    const unprofiled = host.unprofiled?.(context, request.details) ?? null;
    if (unprofiled !== null) {
      tellUnprofiled(unprofiled, name);
      return null;
    }
    try {
      const done = firstOf(asLoaded(context, request, options.root), (each) =>
        instrumentModule(complete(context, each, name)),
      );
      for (const warning of done?.warnings ?? []) context.warn(warning);
      return done;
    } catch (error) {
      context.warn(complaint(error, name));
      return null;
    }
  };
}

/** Of what the first of these makes that can be parsed. */
function firstOf<T>([first, ...others]: readonly Request[], make: (request: Request) => T): T {
  try {
    return make(first!);
  } catch (error) {
    if (!(error instanceof SourceError) || others.length === 0) throw error;
    return firstOf(others, make);
  }
}

/** Places that users have been told of: a dev server builds again and again. */
const told = new Set<string>();

/** Says once where nothing is recorded; not as a warning of the build, since there is nothing to mend. */
function tellUnprofiled(place: string, name: string): void {
  if (told.has(place)) return;
  told.add(place);
  console.warn(
    printable(`tsprof: nothing can be recorded in ${place}: ${name} and what else runs there has no probes`),
  );
}

/** The module that probes come from: with the first of them that runs, profiling begins. */
function runtimeFor({ start }: CheckedOptions, target: Target, code: string): string {
  if (target === 'browser')
    return `unplugin-tsprof/modules/${isServiceWorker(code) ? 'service' : 'page'}/probes`;
  return start ? 'unplugin-tsprof/modules/node/probes' : '@tsprof/runtime/probes';
}
