import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, callCounts, copyProjects, profiled, removeProjects, runNode } from './projects.ts';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

let project: string;
let compiled: string;
beforeAll(async () => {
  const projects = copyProjects();
  project = join(projects, 'decorated');
  const ran = await runNode([
    TSC,
    '-p',
    project,
    '--outDir',
    join(project, 'out'),
    '--rootDir',
    join(project, 'src'),
  ]);
  expect(ran.stdout).toBe('');
  compiled = (await runNode([join(project, 'out/main.js')])).stdout;
  return () => removeProjects(projects);
});

describe('a project with emitDecoratorMetadata', () => {
  test('has the metadata that tsc emits, and its calls are counted', async () => {
    expect(compiled).toContain('User# first design:type ');
    const ran = await profiled(join(project, 'src/main.ts'));
    expect(ran).toMatchObject({ stdout: compiled, stderr: '', code: 0 });
    expect(callCounts(ran.profile)).toMatchObject({
      ...{ 'User.greet': 1, 'User.make': 1, 'Service.hello': 1, main: 1, Column: 28 },
    });
  });

  test('is compiled anew when a type changes in another file', async () => {
    const kinds = join(project, 'src/kinds.ts');
    const text = readFileSync(kinds, 'utf8');
    writeFileSync(kinds, text.replace('export type Id = string', 'export type Id = number'));
    const { stdout } = await profiled(join(project, 'src/main.ts'));
    writeFileSync(kinds, text);
    expect(stdout).toContain('User# id design:type Number');
  });

  test('is imported by ES modules', async () => {
    writeFileSync(
      join(project, 'import.mjs'),
      `import { User } from './src/user.ts'; console.log(User.name);`,
    );
    const ran = await runNode([TSPROF, 'run', '--quiet', join(project, 'import.mjs')], { cwd: project });
    expect(ran).toMatchObject({ stdout: 'User\n', code: 0 });
  });

  test('shows where it does not parse', async () => {
    const path = join(project, 'src/broken.ts');
    writeFileSync(path, 'export class A {\n  @b() c: = 1;\n}\n');
    const { stderr } = await runNode([TSPROF, 'run', '--quiet', path], { cwd: project });
    expect(stderr).toContain('> 2 |   @b() c: = 1;');
  });
});
