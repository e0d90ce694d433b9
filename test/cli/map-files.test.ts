/** A source can name anything as its map: what is no file, or has no end, is refused with a line. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TSPROF_INSTRUMENT, runNode } from './projects.ts';

let cwd: string;
beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-maps-')));
  execFileSync('mkfifo', [join(cwd, 'fifo.map')]);
  mkdirSync(join(cwd, 'folder.map'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const up = (path: string): string => relative(cwd, path);

test.skipIf(process.platform === 'win32').each([
  ['an endless device', () => up('/dev/zero'), 'it is no regular file'],
  ['the same by its URL', () => 'file:///dev/zero', 'it is no regular file'],
  ['a pipe', () => 'fifo.map', 'it is no regular file'],
  ['a directory', () => 'folder.map', 'it is a directory'],
  ['nothing', () => 'nowhere.map', 'there is no such file or directory'],
  ['no map', () => 'data:application/json,{}', 'it is not a source map of version 3'],
])('%s', async (_, map, reason) => {
  writeFileSync(join(cwd, 'a.js'), `function a() {}\n//# sourceMappingURL=${map()}\n`);
  const { stderr, code } = await runNode([TSPROF_INSTRUMENT, 'a.js', '-d', 'out'], { cwd });
  expect(stderr).toContain(`cannot be read (${reason})`);
  expect(stderr).toContain('1 file instrumented');
  expect(code).toBe(0);
});
