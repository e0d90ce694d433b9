/** What bundlers load as data stays data, and what they keep from an earlier build is what this one needs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runNode, succeed } from '../../e2e/support/child.ts';
import type { Options } from 'unplugin-tsprof';
import { CLEAN, filesOf, FIXTURE, functionsOf, Project } from './project.ts';

/** Scripts of a folder, without their maps. */
const codeOf = (out: string) =>
  Object.fromEntries(Object.entries(filesOf(out)).filter(([name]) => name.endsWith('.js')));

describe.each([
  ['webpack', 'webpack'],
  ['rspack', '@rspack/core'],
])('a cache of %s that outlives a build', (bundler, name) => {
  const project = new Project('kinds');
  afterAll(() => project.remove());
  const env = { CACHE: join(dirname(project.root), 'cache') };
  const host = { bundler, name };

  it('has all that the page needs, by the options of this build', async () => {
    const first = await project.buildKinds(host, 'first', { enabled: true }, env);
    const second = await project.buildKinds(host, 'second', { enabled: true }, env);
    expect(existsSync(join(second, 'tsprof-replay-worker.js'))).toBe(true);
    const text = (out: string) => readFileSync(join(out, 'main.js'), 'utf8');
    expect(text(second)).toBe(text(first));
    const other = { enabled: true, exclude: 'src/b/**', worker: null, post: '/here' } as const;
    const third = await project.buildKinds(host, 'third', other, env);
    expect(existsSync(join(third, 'tsprof-replay-worker.js'))).toBe(false);
    expect(text(first)).toContain('src/b/index.js');
    expect(text(third)).not.toContain('src/b/index.js');
    expect(text(third)).toContain('/here');
  });

  it('has files that patterns match, too', async () => {
    const options = { enabled: true, only: ['src/a/**', 'src/b/**', 'lib/**'] };
    const args = [join(FIXTURE, 'kinds.mjs'), bundler, name, join(dirname(project.root), 'fourth')];
    const build = () =>
      runNode([...args, JSON.stringify(options)], { cwd: project.root, env: { ...CLEAN, ...env } });
    const first = await build();
    expect(first).toMatchObject({
      code: 0,
      stderr: 'tsprof: option "only": "lib/**" matches none of the files that were built\n',
    });
    const changed = join(project.root, 'src', 'b', 'index.js');
    writeFileSync(changed, `${readFileSync(changed, 'utf8')}\nexport const more = 1;\n`);
    expect(await build()).toEqual(first);
  });
});

describe.each(['farm-1-7', '@farmfe/core'])('a cache of %s that outlives a build', (name) => {
  const project = new Project('kinds');
  afterAll(() => project.remove());
  const env = { CACHE: join(dirname(project.root), 'cache') };
  const isProfiled = (code: string) => code.includes('src/b/index.js');

  it('has all that the page needs, by the options of this build', async () => {
    const build = async (folder: string, options: Options | null) => {
      const out = await project.buildKinds({ bundler: 'farm', name }, folder, options, env);
      const hasWorker = existsSync(join(out, 'tsprof', 'replay-worker.js'));
      return { hasWorker, hasProbes: Object.values(codeOf(out)).some(isProfiled) };
    };
    expect(await build('plain', null)).toEqual({ hasWorker: false, hasProbes: false });
    expect(await build('first', { enabled: true })).toEqual({ hasWorker: true, hasProbes: true });
    expect(await build('second', { enabled: true })).toEqual({ hasWorker: true, hasProbes: true });
    const other = { enabled: true, exclude: 'src/b/**', worker: null };
    expect(await build('third', other)).toEqual({ hasWorker: false, hasProbes: false });
    expect(await build('off', { enabled: false })).toEqual({ hasWorker: false, hasProbes: false });
  });
});

describe('esbuild', () => {
  const project = new Project('kinds');
  afterAll(() => project.remove());
  const write = (name: string, text: string) => writeFileSync(join(project.root, name), text);

  it('loads by its own loaders, by attributes and by other plugins what is theirs', async () => {
    project.install();
    write('jsx.js', 'const h = (tag) => tag;\nexport const view = () => <b />;\n');
    write('text.js', 'export const never = () => 1;\n');
    write(
      'entry.js',
      `import { view } from './jsx.js';
      import text from './text.js' with { type: 'text' };
      import { virtual } from 'virtual.js';
      globalThis.counted = [view(), text, virtual()];`,
    );
    write(
      'build.mjs',
      `import { build } from 'esbuild';
      import tsprof from 'unplugin-tsprof/esbuild';
      const virtual = {
        name: 'virtual',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^virtual\\.js$/ }, ({ path }) => ({ path, namespace: 'virtual' }));
          onLoad({ filter: /.*/, namespace: 'virtual' }, () => ({ contents: 'export const virtual = () => 2;' }));
        },
      };
      await build({
        entryPoints: ['entry.js'], bundle: true, format: 'esm', outfile: 'out/main.js',
        loader: { '.js': 'jsx' }, jsxFactory: 'h',
        plugins: [tsprof({ enabled: true, worker: null }), virtual],
      });`,
    );
    await succeed(process.execPath, ['build.mjs'], { cwd: project.root, env: CLEAN });
    const { result, profile } = await project.run(join(project.root, 'out', 'main.js'));
    expect(result).toEqual(['b', 'export const never = () => 1;\n', 2]);
    expect(functionsOf(profile)).toEqual([
      '<module> 1 entry.js:1',
      '<module> 1 jsx.js:1',
      'h 1 jsx.js:1',
      'view 1 jsx.js:2',
    ]);
  });
});

describe('webpack', () => {
  const project = new Project('kinds');
  afterAll(() => project.remove());

  it('puts probes behind the compilers of macros, also where nothing asks for maps', async () => {
    project.install();
    const write = (name: string, text: string) => writeFileSync(join(project.root, name), text);
    write(
      'entry.js',
      `import { number } from 'numbers.macro';
      const twice = (value) => value * 2;
      globalThis.counted = twice(number(() => 21));`,
    );
    // What it is given must be an arrow function with nothing but a number in it.
    write(
      'macros.cjs',
      `module.exports = ({ types: t }) => ({
        visitor: {
          ImportDeclaration: (path) => { if (path.node.source.value === 'numbers.macro') path.remove(); },
          CallExpression(path) {
            if (!path.get('callee').isIdentifier({ name: 'number' })) return;
            const { body } = path.node.arguments[0];
            if (!t.isNumericLiteral(body)) throw path.buildCodeFrameError('no number');
            path.replaceWith(body);
          },
        },
      });`,
    );
    write(
      'build.mjs',
      `import webpack from 'webpack';
      import tsprof from 'unplugin-tsprof/webpack';
      const options = { configFile: false, plugins: [process.cwd() + '/macros.cjs'] };
      const compiler = webpack({
        mode: 'production', devtool: false, entry: './entry.js',
        output: { path: process.cwd() + '/out', module: true, filename: 'main.mjs', chunkFormat: 'module' },
        experiments: { outputModule: true },
        module: { rules: [{ include: process.cwd() + '/entry.js', loader: 'babel-loader', options }] },
        plugins: [tsprof({ enabled: true, worker: null })],
      });
      compiler.run((error, stats) => compiler.close(() => {
        if (error || stats.hasErrors()) throw error ?? new Error(stats.toString('errors-only'));
      }));`,
    );
    await succeed(process.execPath, ['build.mjs'], { cwd: project.root, env: CLEAN });
    const { result, profile } = await project.run(join(project.root, 'out', 'main.mjs'));
    expect(result).toBe(42);
    expect(functionsOf(profile)).toEqual(['<module> 1 entry.js:1', 'twice 1 entry.js:2']);
  });
});
