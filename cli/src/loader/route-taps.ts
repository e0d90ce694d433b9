import type { LoaderCompiler } from './compile.ts';
import type { ModuleFormat } from '../sources/module-format.ts';
import { PROBES } from './realm.ts';
import { inOwnWorld, isOwnWork } from '../intrinsics.ts';

/*
 * Frameworks that leave no trace of a request's route where Node's own objects lead to. Of each there is one file that gets one call
 * more (runtime/src/host/node/request-tags.ts has what is called), on a line that is there: no function has another place.
 */

interface Tap {
  /** How the file's path ends, in packages of any version that has it. */
  readonly ending: string;
  readonly endingOnWindows: string;
  readonly format: ModuleFormat;
  /** The file with the call; as it is where that has no place in it. */
  readonly insert: (code: string) => string;
}

const honoCall = (code: string): string =>
  code.replace('const c = new Context(', `${PROBES}.honoMatched(env, matchResult);$&`);

const TAPS: readonly Tap[] = (
  [
    { ending: '/hono/dist/hono-base.js', format: 'module' as const, insert: honoCall },
    { ending: '/hono/dist/cjs/hono-base.js', format: 'commonjs' as const, insert: honoCall },
    {
      ending: '/koa/lib/context.js',
      format: 'commonjs' as const,
      insert: (code: string) => `${code};${PROBES}.koaContext(module.exports);`,
    },
  ] satisfies Omit<Tap, 'endingOnWindows'>[]
).map((tap) => ({ ...tap, endingOnWindows: tap.ending.replaceAll('/', '\\') }));

/** A compiler that has these files tell of routes. */
export function withRouteTaps(compiler: LoaderCompiler): LoaderCompiler {
  return {
    ...compiler,
    selects: (path) => compiler.selects(path) || (!isOwnWork() && tapFor(path) !== undefined),
    javaScript: (path, code, format, made) => {
      const tap = tapFor(path);
      if (tap === undefined) return compiler.javaScript(path, code, format, made);
      const tapped = inOwnWorld(() => tap.insert(code));
      if (compiler.selects(path)) return compiler.javaScript(path, tapped, format, made);
      return { code: tapped, format: format ?? tap.format, warnings: [] };
    },
  };
}

/** Asked of every file: by what the program cannot have replaced, as the loader's own world takes its time. */
function tapFor(path: string): Tap | undefined {
  for (let at = 0; at < TAPS.length; at++) {
    const tap = TAPS[at]!;
    if (endsWith(path, tap.ending) || endsWith(path, tap.endingOnWindows)) return tap;
  }
  return undefined;
}

const endsWith: (text: string, ending: string) => boolean = Function.prototype.call.bind(
  String.prototype.endsWith,
);
