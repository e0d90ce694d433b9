/** Jest's transformer with the option `TSPROF` on: instruments a file, then has the project's own transformer go on. */
import { pathToFileURL } from 'node:url';
import { createSelection } from 'babel-plugin-tsprof/select';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { languageOf } from 'babel-plugin-tsprof/language';
import { leadTo } from '../maps.ts';
import type { LoaderMap } from '../maps.ts';
import { isOurs, moduleFile } from '../runtime-files.ts';
import { complaint, instrumentModule } from '../transform.ts';
import type { Instrumented } from '../transform.ts';
import { lendProbes } from './realm.ts';

/** What our part of the configuration hands over; plain data, as it goes to other processes. */
export interface TransformerConfig {
  /** Path of the transformer that goes on; null: there is none. */
  readonly transformer: string | null;
  /** What it is configured with. */
  readonly config: unknown;
  readonly selection: SelectionGlobs;
  readonly root: string;
  /** Of this package: what Jest has cached is of use to no other. */
  readonly version: string;
}

interface Options {
  readonly supportsStaticESM?: boolean;
}

interface Output {
  readonly code: string;
  readonly map?: LoaderMap | string | null;
}

type Step<T> = (code: string, path: string, options: Options) => T;

/** What we know of a transformer: each of its functions takes code, path and options. */
interface Transformer {
  readonly canInstrument?: boolean;
  readonly getCacheKey?: Step<string>;
  readonly getCacheKeyAsync?: Step<Promise<string>>;
  readonly process?: Step<Output>;
  readonly processAsync?: Step<Promise<Output>>;
}

interface Factory {
  createTransformer(config: unknown): Transformer | Promise<Transformer>;
}

/** Called by Jest, in each process that runs tests. */
export async function createTransformer(given: TransformerConfig): Promise<Transformer> {
  lendProbes();
  const inner = await load(given);
  const instrument = createInstrumenter(given);
  const own = (options: Options) => ({ ...options, transformerConfig: given.config });
  const { process, processAsync, getCacheKey, getCacheKeyAsync } = inner;
  return {
    canInstrument: inner.canInstrument ?? false,
    ...(getCacheKey && {
      getCacheKey: (code, path, options) => getCacheKey.call(inner, code, path, own(options)),
    }),
    ...(getCacheKeyAsync && {
      getCacheKeyAsync: (code, path, options) => getCacheKeyAsync.call(inner, code, path, own(options)),
    }),
    ...(process && {
      process(code, path, options) {
        const ours = instrument(code, path, options);
        return mended(process.call(inner, textOf(ours) ?? code, path, own(options)), ours);
      },
    }),
    ...(processAsync && {
      async processAsync(code, path, options) {
        const ours = instrument(code, path, options);
        return mended(await processAsync.call(inner, textOf(ours) ?? code, path, own(options)), ours);
      },
    }),
  };
}

export default { createTransformer };

async function load({ transformer, config }: TransformerConfig): Promise<Transformer> {
  if (transformer === null) return { process: (code) => ({ code }) };
  const module = (await import(pathToFileURL(transformer).href)) as { default?: unknown };
  const exported = module.default as { __esModule?: boolean; default?: unknown } | undefined;
  const found = (exported?.__esModule ? exported.default : exported) ?? module;
  return 'createTransformer' in (found as object)
    ? (found as Factory).createTransformer(config)
    : (found as Transformer);
}

function createInstrumenter(given: TransformerConfig): Step<Instrumented | null> {
  const selection = createSelection(given.selection, given.root);
  const runtime = moduleFile('jest/probes');
  return (code, path, { supportsStaticESM }) => {
    const language = languageOf(path);
    const name = selection.nameOf(path);
    if (language === undefined || name === null || isOurs(path)) return null;
    const source = { path, language: language === 'js' ? ('jsx' as const) : language };
    try {
      return instrumentModule({ code, source, name, runtime, sloppy: !supportsStaticESM, tests: true });
    } catch (error) {
      console.warn(`tsprof: ${complaint(error, name)}`);
      return null;
    }
  };
}

const INLINE = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

/** With its map: transformers that know what to do with one go on from there. */
function textOf(ours: Instrumented | null): string | undefined {
  if (ours === null) return undefined;
  return `${ours.code}\n${INLINE}${Buffer.from(JSON.stringify(ours.map)).toString('base64')}\n`;
}

/** For those that do not know: their map is taken the rest of the way. */
function mended(output: Output | string, ours: Instrumented | null): Output {
  const { code, map } = typeof output === 'string' ? { code: output, map: null } : output;
  if (ours === null) return { code, map: map ?? null };
  const theirs = typeof map === 'string' ? (JSON.parse(map) as LoaderMap) : (map ?? inlineMap(code));
  if (theirs === null) return { code };
  leadTo(theirs, textOf(ours)!, ours);
  return { code, map: theirs };
}

function inlineMap(code: string): LoaderMap | null {
  const [, encoded] = /\n\/\/# sourceMappingURL=data:[^,\n]*;base64,([\w+/=]+)\s*$/.exec(code) ?? [];
  return encoded === undefined ? null : (JSON.parse(Buffer.from(encoded, 'base64').toString()) as LoaderMap);
}
