/** Pages that are left: what they have done until then is there, all of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './support/browser.ts';
import { VisitedProject, calls } from './support/visited-project.ts';

const FILES = {
  'visits/index.html': '<!doctype html><title>app</title><script src="visit.js"></script>',
  'visits/visit.js': 'function visited() {}\nvisited();\n',
  'leaves.mjs': `export default async ({ page }) => {
  const isLoaded = () => page.waitForFunction(() => '__tsprof__' in globalThis);
  for (let visit = 0; visit < 5; visit++) {
    await isLoaded();
    await Promise.all([
      page.waitForEvent('framenavigated'),
      page.evaluate(() => { visited(); location.href = '?' + Math.random(); }),
    ]);
  }
  await isLoaded();
  await page.goto('about:blank');
};
`,
};

let project: VisitedProject;

beforeAll(() => {
  project = new VisitedProject(FILES);
});
afterAll(() => project.remove());

describe.skipIf(CHROMIUM === null)('a folder', () => {
  test.each([['--isolate'], ['--no-isolate']])(
    '%s: pages that are left have sent all that they did',
    async (how) => {
      const args = how === '--isolate' ? [] : [how];
      const { profile, code, stderr } = await project.visit([
        'visits',
        '--actions',
        'leaves.mjs',
        '--quiet',
        ...args,
      ]);
      // The last one is there as well, and has only been visited.
      expect(calls(profile)).toEqual({ 'visits/visit.js:1 visited': 11 });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});
