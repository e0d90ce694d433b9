import { resolve } from 'node:path';
import type { UnpluginOptions } from 'unplugin';
import { readMap } from 'babel-plugin-tsprof/places';
import type { SourceMap } from 'babel-plugin-tsprof/places';
import { createSelection } from 'babel-plugin-tsprof/select';
import type { HookContext, Host } from './hosts/host.ts';
import type { Underway } from './maps.ts';
import { COMPONENT, SCRIPT, sourceOf } from './module-id.ts';
import type { Source } from './module-id.ts';
import { chosenTarget } from './options.ts';
import type { CheckedOptions, Target } from './options.ts';
import { pageProbes, pageWrappers } from './page-module.ts';
import { isOurs, moduleFile } from './runtime-files.ts';
import { complaint, instrumentModule } from './transform.ts';
import type { Compiled, Instrumented } from './transform.ts';

const OWN_MODULE = /^unplugin-tsprof\/((?:page|service|node)\/(?:probes|wrappers))$/;
const RUNTIME_MODULE = /^@tsprof\/runtime(?:\/|$)/;
const PAGE_PROBES = moduleFile('page/probes');
const SERVICE_PROBES = moduleFile('service/probes');
const WRAPPERS = [moduleFile('page/wrappers'), moduleFile('service/wrappers')];

/** A hook that comes before those of all others, also of plugins that want to be first. */
const first = <T extends object>(hook: T): T => ({ ...hook, order: 'pre' });

/** Instruments sources as they were written, and gives them their probes. */
export function sourcePlugin(options: CheckedOptions, host: Host, underway: Underway): UnpluginOptions {
  const targetOf = (context: HookContext): Target => chosenTarget(options, host.target(context));
  const instrument = createInstrumenter(options, host, targetOf);
  return {
    name: 'tsprof',
    enforce: 'pre',
    resolveId: first({
      filter: { id: /^(?:unplugin-tsprof|@tsprof\/runtime)(?:\/|$)/ },
      handler(this: unknown, id: string) {
        const [, own] = OWN_MODULE.exec(id) ?? [];
        // Profiling begins with the module: it must stay also where nobody looks for its effects.
        if (own !== undefined) return { id: moduleFile(own), moduleSideEffects: true } as { id: string };
        const isLeft = host.resolvesExternals() && RUNTIME_MODULE.test(id);
        return isLeft && targetOf(this as HookContext) === 'node' ? { id, external: true } : null;
      },
    }),
    load: {
      filter: { id: [PAGE_PROBES, SERVICE_PROBES, ...WRAPPERS] },
      handler(id) {
        if (WRAPPERS.includes(id)) return pageWrappers();
        const context = this as unknown as HookContext;
        const worker = () => host.worker(context);
        return pageProbes(options, { worker, post: host.post(context), isWhole: id === SERVICE_PROBES });
      },
    },
    transform: first({
      filter: { id: SCRIPT },
      handler(this: unknown, code: string, id: string) {
        const source = sourceOf(id);
        if (source === null || source.language === null) return null;
        const instrumented = instrument(this as HookContext, code, source);
        if (instrumented !== null && host.mendsMaps) underway.set(id, instrumented);
        return instrumented;
      },
    }),
    ...host.hooks,
  };
}

/** Instruments components once their compilers are done with them. */
export function componentPlugin(options: CheckedOptions, host: Host): UnpluginOptions {
  const targetOf = (context: HookContext): Target => chosenTarget(options, host.target(context));
  const instrument = createInstrumenter(options, host, targetOf);
  return {
    name: 'tsprof:components',
    enforce: 'post',
    transform: {
      filter: { id: COMPONENT },
      handler(code, id) {
        const context = this as unknown as HookContext;
        const source = sourceOf(id);
        if (source === null || source.language !== null) return null;
        const map = compiledMap(context);
        return map === null ? null : instrument(context, code, source, { map, root: options.root });
      },
    },
  };
}

/** The map that compilers and all after them have made together; null: there is none, and no place is known. */
function compiledMap(context: HookContext): SourceMap | null {
  const map = context.getNativeBuildContext?.()?.inputSourceMap ?? context.getCombinedSourcemap?.();
  if (map === null || map === undefined) return null;
  return readMap(typeof map === 'string' ? map : JSON.stringify(map));
}

type Instrument = (
  context: HookContext,
  code: string,
  source: Source,
  compiled?: Compiled,
) => Instrumented | null;

/** What cannot be parsed is told of, and stays as it is. */
function createInstrumenter(
  options: CheckedOptions,
  host: Host,
  targetOf: (context: HookContext) => Target,
): Instrument {
  const selection = createSelection(options, options.root);
  return (context, code, source, compiled) => {
    const name = selection.nameOf(source.path);
    // Farm's ids are relative to where it runs.
    if (name === null || isOurs(resolve(source.path))) return null;
    const runtime = runtimeFor(options, targetOf(context), code);
    try {
      const done = instrumentModule({
        code,
        source,
        name,
        runtime,
        sloppy: host.isSloppy(context),
        tests: host.hasTests?.() ?? false,
        ...(compiled && { compiled }),
      });
      for (const warning of done?.warnings ?? []) context.warn(warning);
      return done;
    } catch (error) {
      context.warn(complaint(error, name));
      return null;
    }
  };
}

/** What the script of a service worker says, or any of its modules. */
const SERVICE_WORKER =
  /\bServiceWorkerGlobalScope\b|\bself\s*\.\s*(?:skipWaiting|clients|registration)\b|\bclients\s*\.\s*claim\b/;

/** The module that probes come from: with the first of them that runs, profiling begins. */
function runtimeFor({ start }: CheckedOptions, target: Target, code: string): string {
  if (target === 'browser') return `unplugin-tsprof/${SERVICE_WORKER.test(code) ? 'service' : 'page'}/probes`;
  return start ? 'unplugin-tsprof/node/probes' : '@tsprof/runtime/probes';
}
