/** A source can name anything as its map: what is no file, or has no end, is refused with a line. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, TSPROF_INSTRUMENT, runNode } from './projects.ts';

let cwd: string;
beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-maps-')));
  execFileSync('mkfifo', [join(cwd, 'fifo.map')]);
  mkdirSync(join(cwd, 'folder.map'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const up = (path: string): string => relative(cwd, path);

const MAPS: readonly [string, () => string, string][] = [
  ['an endless device', () => up('/dev/zero'), 'it is no regular file'],
  ['the same by its URL', () => 'file:///dev/zero', 'it is no regular file'],
  ['a pipe', () => 'fifo.map', 'it is no regular file'],
  ['a directory', () => 'folder.map', 'it is a directory'],
  ['nothing', () => 'nowhere.map', 'there is no such file or directory'],
  ['no map', () => 'data:application/json,{}', 'it is not a source map of version 3'],
];

/** Maps that lie: functions may be named and placed by them, or be left out, but the program runs, and its profile is there. */
const LIES: readonly [string, object][] = [
  ['sources that are devices', { sources: ['/dev/zero', 'fifo.map', '.'], mappings: 'AAAA,CCAA,CCAA' }],
  ['positions behind the end', { sources: ['a.ts'], mappings: 'AAggggggC,ggggggCAA', sourcesContent: [''] }],
  ['a source that is not named', { sources: [null], mappings: 'AAAA' }],
  ['names of prototypes', { sources: ['__proto__'], names: ['constructor'], mappings: 'AAAAA' }],
  [
    'parts',
    {
      sections: [
        { offset: { line: 0, column: 0 }, map: { version: 3, sources: ['/dev/zero'], mappings: 'AAAA' } },
      ],
    },
  ],
  [
    'parts within parts',
    { sections: [{ offset: { line: 0, column: 0 }, map: { version: 3, sections: [] } }] },
  ],
  ['numbers for sources', { sources: [1, {}], mappings: 'AAAA' }],
  ['no text for mappings', { sources: ['a.ts'], mappings: 5 }],
  ['mappings that are none', { sources: ['a.ts'], mappings: '\u001b!!!' }],
];

const dataUrl = (map: object): string =>
  `data:application/json;base64,${Buffer.from(JSON.stringify({ version: 3, ...map })).toString('base64')}`;

function save(url: string): void {
  writeFileSync(join(cwd, 'a.js'), `function a() {}\na();\n//# sourceMappingURL=${url}\n`);
}

describe.skipIf(process.platform === 'win32')('tsprof-instrument', () => {
  test.each(MAPS)('%s', async (_, url, reason) => {
    save(url());
    const { stderr, code } = await runNode([TSPROF_INSTRUMENT, 'a.js', '-d', 'out'], { cwd });
    expect(stderr).toContain(`cannot be read (${reason})`);
    expect(stderr).toContain('1 file instrumented');
    expect(code).toBe(0);
  });
});

describe('a map on the web is not fetched', () => {
  const url = 'https://maps.example/a.js.map';

  test('which is said', async () => {
    save(url);
    const { stderr } = await runNode([TSPROF, 'run', 'a.js'], { cwd });
    expect(stderr).toContain(`a.js:1:1: the source map ${url} is no file`);
    expect(stderr).toMatch(/^a +1 .* a\.js:1$/m);
  });

  test('one that lies beside the file is read', async () => {
    save(url);
    const sourcesContent = ['\n\nfunction written() {}\nwritten();\n'];
    const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAEA;AACA', sourcesContent };
    writeFileSync(join(cwd, 'a.js.map'), JSON.stringify(map));
    const { stderr } = await runNode([TSPROF, 'run', 'a.js'], { cwd });
    rmSync(join(cwd, 'a.js.map'));
    expect(stderr).toMatch(/^written +1 .* a\.ts:3$/m);
    expect(stderr).not.toContain('is no file');
  });
});

describe.skipIf(process.platform === 'win32')('tsprof run', () => {
  test.each(MAPS)('%s', async (_, url) => {
    save(url());
    const { stderr, code } = await runNode([TSPROF, 'run', 'a.js'], { cwd });
    expect(stderr).toMatch(/^a +1 /m);
    expect(stderr).not.toMatch(/internal error|^ +at /m);
    expect(code).toBe(0);
  });

  test.each(LIES)('%s', async (_, map) => {
    save(dataUrl(map));
    const { stderr, code } = await runNode([TSPROF, 'run', 'a.js'], { cwd });
    expect(stderr).toMatch(/^name +ncall /m);
    expect(stderr).not.toMatch(/internal error|^ +at /m);
    expect(code).toBe(0);
  });
});
