import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'acorn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, TSPROF_INSTRUMENT, copyProjects, removeProjects, runNode } from './projects.ts';

let projects: string;
beforeAll(() => {
  projects = copyProjects();
  writeFileSync(
    join(projects, 'pretend.cjs'),
    `const versions = { ...process.versions, node: process.env.PRETEND };
     Object.defineProperty(process, 'versions', { value: versions });`,
  );
});
afterAll(() => removeProjects(projects));

describe('under a Node that is too old', () => {
  test.each([TSPROF, TSPROF_INSTRUMENT, join(dirname(TSPROF), 'is-supported.js')])(
    '%s can be read',
    (file) => {
      expect(() => parse(readFileSync(file, 'utf8'), { ecmaVersion: 5, allowHashBang: true })).not.toThrow();
    },
  );

  test.each([
    ['tsprof', TSPROF, '18.20.8', 1],
    ['tsprof', TSPROF, '20.18.3', 1],
    ['tsprof-instrument', TSPROF_INSTRUMENT, '9.0.0', 1],
    ['tsprof', TSPROF, '20.19.0', 0],
    ['tsprof-instrument', TSPROF_INSTRUMENT, '100.0.0', 0],
  ])('%s: %s %s', async (name, file, version, code) => {
    const env = { ...process.env, PRETEND: version };
    const ran = await runNode(['--require', join(projects, 'pretend.cjs'), file, '--version'], { env });
    const stderr = code === 0 ? '' : `${name} needs Node 20.19 or later, this is ${version}\n`;
    expect(ran).toMatchObject({ stderr, code });
  });
});
