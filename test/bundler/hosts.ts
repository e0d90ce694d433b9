/** The versions of each bundler that are supported, by the names under which fixtures/bundlers has them installed. */
export interface Supported {
  readonly bundler: string;
  /** Its package as npm has it. */
  readonly package: string;
  readonly oldest: string;
  readonly newest: string;
  /** The oldest and newest of the major versions between. */
  readonly between: readonly string[];
}

export const SUPPORTED: readonly Supported[] = [
  {
    bundler: 'vite',
    package: 'vite',
    oldest: 'vite-5-0',
    between: ['vite-5', 'vite-6-0', 'vite-6', 'vite-7-0', 'vite-7', 'vite-8-0'],
    newest: 'vite',
  },
  {
    bundler: 'rollup',
    package: 'rollup',
    oldest: 'rollup-3-1',
    between: ['rollup-3', 'rollup-4-0'],
    newest: 'rollup',
  },
  { bundler: 'rolldown', package: 'rolldown', oldest: 'rolldown-1-0', between: [], newest: 'rolldown' },
  { bundler: 'esbuild', package: 'esbuild', oldest: 'esbuild-0-17', between: [], newest: 'esbuild' },
  { bundler: 'webpack', package: 'webpack', oldest: 'webpack-5-61', between: [], newest: 'webpack' },
  {
    bundler: 'rspack',
    package: '@rspack/core',
    oldest: 'rspack-1-0',
    between: ['rspack-1', 'rspack-2-0'],
    newest: '@rspack/core',
  },
  { bundler: 'farm', package: '@farmfe/core', oldest: 'farm-1-7', between: [], newest: '@farmfe/core' },
];

/** One version of one bundler. */
export interface Host {
  readonly bundler: string;
  readonly name: string;
}

/** Which of each bundler's versions are tried. */
export type Which = 'oldest' | 'between' | 'newest';

/** Where HOSTS_FOLDER is set, the newest are what is installed there, and there are no others. */
export function hosts(...which: readonly Which[]): readonly Host[] {
  return SUPPORTED.flatMap((supported) => {
    const { bundler } = supported;
    return which.flatMap((each) => namesOf(supported, each)).map((name) => ({ bundler, name }));
  });
}

function namesOf({ package: own, oldest, between, newest }: Supported, which: Which): readonly string[] {
  if (process.env['HOSTS_FOLDER']) return which === 'newest' ? [own] : [];
  return { oldest: [oldest], between, newest: [newest] }[which];
}
