import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import type { TransformerConfig } from './jest/transformer.ts';
import { checkOptions, isAsked } from './options.ts';
import type { CheckedOptions, Options } from './options.ts';
import { VERSION } from './runtime-files.ts';
import { profileTests } from './tests.ts';

export type { Options } from './options.ts';

/** What we use of Jest's configuration. */
interface JestConfig {
  readonly rootDir?: string | undefined;
  readonly preset?: string | null | undefined;
  readonly transform?: Readonly<Record<string, Transform>> | undefined;
  readonly projects?: readonly unknown[] | undefined;
}

/** A transformer's name or path, alone or with what it is configured with. */
type Transform = string | readonly [string, unknown];

const require = createRequire(import.meta.url);

/**
 * Jest's configuration, an object or a function that makes one, so that tests are profiled; as it was unless profiling is
 * asked for.
 */
export function tsprof<T>(config: T, given: Options = {}): T {
  const options = checkOptions({ ...given, enabled: given.enabled ?? isAsked(process.env, true) });
  if (!options.enabled) return config;
  profileTests(options, 'Jest');
  if (typeof config !== 'function') return profiled(config as JestConfig, options) as T;
  const make = config as unknown as (...values: unknown[]) => unknown;
  return (async (...values: unknown[]) => profiled((await make(...values)) as JestConfig, options)) as T;
}

export default tsprof;

function profiled(config: JestConfig, options: CheckedOptions): JestConfig {
  const rootDir = resolve(options.root, config.rootDir ?? '.');
  const { projects } = config;
  return {
    ...config,
    transform: instrumented(config, rootDir, options),
    // Files and folders that have a configuration of their own say there whether they are profiled.
    ...(projects && {
      projects: projects.map((project) =>
        typeof project === 'object' ? profiled(project as JestConfig, options) : project,
      ),
    }),
  };
}

/** Everything that is transformed is instrumented before. */
function instrumented(
  config: JestConfig,
  rootDir: string,
  { only, include, includePackage, exclude, root }: CheckedOptions,
): Readonly<Record<string, Transform>> {
  const ours = require.resolve('unplugin-tsprof/jest-transformer');
  const selection = { only, include, includePackage, exclude };
  const wrapped = (transformer: string | null, config: unknown): Transform => [
    ours,
    { transformer, config, selection, root, version: VERSION } satisfies TransformerConfig,
  ];
  const transforms = Object.entries(transformsOf(config, rootDir)).map(([pattern, given]) => {
    const [name, config = {}] = typeof given === 'string' ? [given] : given;
    return [pattern, wrapped(transformerPath(name, rootDir), config)];
  });
  // Jest takes the first that matches: what nobody else transforms is JavaScript as it is.
  return Object.fromEntries([...transforms, ['\\.[cm]?js$', wrapped(null, {})]]) as Record<string, Transform>;
}

/** What Jest would take: the configuration's own, those of its preset, or `babel-jest`. */
function transformsOf(
  { preset, transform }: JestConfig,
  rootDir: string,
): Readonly<Record<string, Transform>> {
  const { transform: presets } = preset ? loadPreset(preset, rootDir) : {};
  if (transform === undefined && presets === undefined) return { '\\.[jt]sx?$': 'babel-jest' };
  return { ...transform, ...presets, ...transform };
}

function loadPreset(preset: string, rootDir: string): JestConfig {
  const path = preset.replace('<rootDir>', rootDir);
  const file = path.startsWith('.') || isAbsolute(path) ? resolve(rootDir, path) : `${path}/jest-preset`;
  return createRequire(`${rootDir}/`)(file) as JestConfig;
}

/** `babel-jest` is Jest's own where the project has none. */
function transformerPath(name: string, rootDir: string): string {
  const path = name.replace('<rootDir>', rootDir);
  const project = createRequire(`${rootDir}/`);
  if (name !== 'babel-jest') return project.resolve(path);
  try {
    return project.resolve(name);
  } catch {
    const within = (require: NodeJS.Require, next: string) =>
      createRequire(require.resolve(`${next}/package.json`));
    return ['jest', '@jest/core', 'jest-config'].reduce(within, project).resolve(name);
  }
}
