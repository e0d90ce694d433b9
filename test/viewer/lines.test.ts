/** The source view of a profile that knows lines, compared with tsprof lines. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseProfile } from '@tsprof/runtime/profile';
import { main } from '../../report/src/main.ts';
import { duration } from '../../report/src/units.ts';
import { TSPROF } from '../e2e/support/tsprof.ts';
import { launch } from '../support/chromium.ts';
import { runFake } from '../support/fake-process.ts';
import { inViewer } from './support/page.ts';

const SOURCE = `import { setTimeout as sleep } from 'node:timers/promises';
function spin(n) {
  let s = 0;
  for (let i = 0; i < n; i++) {
    s += Math.sqrt(i);
  }
  return s;
}
async function load(x) {
  await sleep(5);
  return x * spin(2000);
}
let total = 0;
for (let i = 0; i < 3; i++) total += await load(i);
console.log(total > 0);
`;

type LineJson = Record<'line' | 'hits' | 'tsub' | 'twait', number>;

let browser: Browser;
let scratch: string;
beforeAll(async () => {
  browser = await launch();
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-lines-'));
  writeFileSync(join(scratch, 'prog.mjs'), SOURCE);
  execFileSync(process.execPath, [TSPROF, 'run', '--quiet', '--lines', '-o', 'lines.tsprof', 'prog.mjs'], {
    ...{ cwd: scratch, stdio: 'pipe' },
  });
});
afterAll(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true });
});

it('hits, own time and waits stand on their lines, with the figures of tsprof lines', async () => {
  const options = { cwd: scratch };
  const { stdout } = await runFake(main, ['lines', '--json', 'lines.tsprof'], options);
  const { files } = JSON.parse(stdout) as { files: readonly { readonly lines: readonly LineJson[] }[] };
  const [{ lines }] = files as [(typeof files)[0]];
  const page = ['export', '--format', 'html', '--with-sources', '-o', 'lines.html', 'lines.tsprof'];
  await runFake(main, page, options);
  const text = readFileSync(join(scratch, 'lines.html'), 'utf8');
  const profile = parseProfile(readFileSync(join(scratch, 'lines.tsprof')));
  const shown = await inViewer(
    browser,
    profile,
    async (page) => {
      await page.getByRole('button', { name: 'Source', exact: true }).click();
      await page.getByRole('button', { name: /prog\.mjs$/ }).click();
      await page.locator('[data-line="15"]').waitFor();
      return page
        .locator('[data-line]')
        .evaluateAll((rows) =>
          rows.map((row) =>
            ['own', 'hits', 'wait'].map(
              (name) => (row.querySelector(`[data-column=${name}]`) as HTMLElement).innerText,
            ),
          ),
        );
    },
    text,
  );
  const expected = SOURCE.split('\n').map((_, at) => {
    const found = lines.filter(({ line }) => line === at + 1);
    const sum = (name: 'hits' | 'tsub' | 'twait') => found.reduce((total, row) => total + row[name], 0);
    const time = (seconds: number) => (seconds > 0 ? duration(seconds * 1e9) : '');
    return [time(sum('tsub')), sum('hits') > 0 ? `${sum('hits')}×` : '', time(sum('twait'))];
  });
  expect(shown).toEqual(expected);
  // Loops are counted exactly: 3 times 2000, and the heads once more each.
  expect([shown[3]![1], shown[4]![1], shown[9]![1]]).toEqual(['6003×', '6000×', '3×']);
});
