/** Apps of frameworks that read the types which TypeScript leaves for them, by their sources: as tsc has compiled them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Profile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, callCounts, cleanEnv, runNode } from '../cli/projects.ts';
import type { Ran } from '../cli/projects.ts';

const FRAMEWORKS = fileURLToPath(new URL('../../fixtures/frameworks', import.meta.url));
const TSC = join(FRAMEWORKS, 'node_modules/typescript/bin/tsc');

/** How often functions of each app are called. */
const CALLS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  nest: {
    ...{ main: 1, 'Names.at': 2, 'CatsService.constructor': 1, 'CatsService.onModuleInit': 1 },
    ...{ 'CatsService.find': 2, 'CatsController.constructor': 1, 'CatsController.show': 2 },
  },
  typeorm: { main: 1, 'Author.of': 1, 'Book.of': 2, 'Author.describe': 1, 'Book.describe': 2 },
};

/** What Node is told for each of the usual ways to run TypeScript. */
const LOADERS: Readonly<Record<string, string>> = {
  'no loader': '',
  '@swc-node/register': '-r @swc-node/register',
};

/** The output is compared, so it goes to a folder beside the app, where its packages are found. */
async function compiled(app: string): Promise<Ran> {
  const out = mkdtempSync(join(FRAMEWORKS, app, 'out-'));
  try {
    const built = await runNode([TSC, '-p', join(FRAMEWORKS, app), '--outDir', out]);
    expect(built).toMatchObject({ stdout: '', code: 0 });
    return await runNode([join(out, 'main.js')]);
  } finally {
    rmSync(out, { recursive: true });
  }
}

describe.each(Object.keys(CALLS))('%s', (app) => {
  const cwd = join(FRAMEWORKS, app);
  const output = join(cwd, 'app.tsprof');
  let plain: Ran;
  beforeAll(async () => {
    plain = await compiled(app);
    expect(plain).toMatchObject({ stderr: '', code: 0 });
  });
  afterAll(() => rmSync(output, { force: true }));

  test.each(Object.entries(LOADERS))(
    '%s: does what it did, and its calls are counted',
    async (_, NODE_OPTIONS) => {
      const env = { ...cleanEnv(), NODE_OPTIONS };
      const ran = await runNode([TSPROF, 'run', '--quiet', '-o', output, 'src/main.ts'], { cwd, env });
      expect(ran).toEqual(plain);
      expect(callCounts(JSON.parse(readFileSync(output, 'utf8')) as Profile)).toMatchObject(CALLS[app]!);
    },
  );
});
