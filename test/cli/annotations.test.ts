/** What `tsprof diff --annotations` tells GitHub Actions. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-annotations-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const save = (name: string, profile: Profile): void =>
  writeFileSync(join(scratch, name), JSON.stringify(profile));

describe('annotations', () => {
  it('say where a function is in the repository', async () => {
    save('was.tsprof', profileOf([call('parse', 100e6), call('read', 10e6)]));
    const after = [call('parse', 100e6), call('parse', 20e6), call('read', 9e6), call('more', 1e6)];
    save('is.tsprof', profileOf(after));
    const args = ['diff', 'was.tsprof', 'is.tsprof', '--annotations', '--fail-on', 'ncall>50%'];
    const inRepository = { cwd: scratch, env: { GITHUB_WORKSPACE: '/' } };
    const { stderr, exitCode } = await runFake(main, args, inRepository);
    expect(stderr.split('\n')).toEqual([
      '::warning file=project/main.ts,line=1,col=1,title=tsprof%3A ncall>50%25::' +
        'ncall of parse (/project/main.ts:1) has grown from 1 to 2 (+1, +100.0%25)',
      '::warning file=project/main.ts,line=3,col=1,title=tsprof%3A ncall>50%25::' +
        'ncall of more (/project/main.ts:3) has grown from 0 to 1 (+1)',
      '',
    ]);
    expect(exitCode).toBe(1);
    const elsewhere = await runFake(main, args, { cwd: scratch });
    expect(elsewhere.stderr).toMatch(/^::warning title=tsprof%3A ncall>50%25::ncall of parse /);
  });

  it('have the place after the change, of two checkouts', async () => {
    save('here.tsprof', profileOf([call('f', 1), call('f', 1)], { cwd: '/checkouts/after/packages/a' }));
    save('there.tsprof', profileOf([call('f', 1)], { cwd: '/checkouts/before/packages/a' }));
    const args = ['diff', 'there.tsprof', 'here.tsprof', '--annotations', '--fail-on', 'ncall>0'];
    const { stderr } = await runFake(main, args, {
      cwd: scratch,
      env: { GITHUB_WORKSPACE: '/checkouts/after' },
    });
    expect(stderr).toBe(
      '::warning file=packages/a/main.ts,line=1,col=1,title=tsprof%3A ncall>0::ncall of f (main.ts:1) has grown from 1 to 2 (+1, +100.0%25)\n',
    );
  });

  it('have names as text', async () => {
    const [name, file] = ['a%0A::error::b\r\n::stop-commands::x', 'a,line=9::b:c.ts'];
    save('none.evil.tsprof', profileOf([call('f', 1)]));
    const definitions = { [name]: { file, line: 7 } };
    save('some.evil.tsprof', profileOf([call('f', 1), call(name, 5)], { definitions }));
    const args = ['diff', 'none.evil.tsprof', 'some.evil.tsprof', '--annotations', '--fail-on', 'ncall>0'];
    const { stderr } = await runFake(main, args, { cwd: scratch, env: { GITHUB_WORKSPACE: '/project' } });
    expect(stderr).toBe(
      '::warning file=a%2Cline=9%3A%3Ab%3Ac.ts,line=7,col=1,title=tsprof%3A ncall>0::ncall of a%250A::error::b%0D%0A::stop-commands::x ' +
        '(/project/a,line=9::b:c.ts:7) has grown from 0 to 1 (+1)\n',
    );
  });
});
