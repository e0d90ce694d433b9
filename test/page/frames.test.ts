/** Sandboxed frames, which are of no origin: `tsprof page` takes what they send. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instrumented, serve } from '../support/chromium.ts';
import { CHROMIUM } from './support/browser.ts';
import { DONE, VisitedProject, calls, names } from './support/visited-project.ts';

/** What a sandboxed frame runs. */
const FRAMED =
  "function framed() { parent.postMessage(2475, '*'); }\nglobalThis.later = function later() {};\nframed();\n";

const FILES = {
  'sandboxed/index.html': `<!doctype html><title>app</title><script src="own.js"></script>
<iframe sandbox="allow-scripts" src="frame.html"></iframe>`,
  'sandboxed/own.js': "onmessage = function heard({ data }) { document.title = 'done ' + data; };\n",
  'sandboxed/frame.html': '<!doctype html><script src="framed.js"></script>',
  'sandboxed/framed.js': FRAMED,
  'framed.mjs': `export default async ({ page }) => {
  // Its first profile, for which it has to ask whether it may send it, may be here already.
  const isPost = (request) => request.method() === 'POST' && request.frame() === page.frames()[1];
  const sent = page.waitForResponse((response) => isPost(response.request()), { timeout: 8000 }).catch(() => null);
  await page.waitForFunction(() => document.title === 'done 2475');
  const frame = page.frames()[1];
  await frame.waitForFunction(() => '__tsprof__' in globalThis);
  await sent;
  await frame.evaluate(() => later());
  await page.evaluate(() => document.querySelector('iframe').remove());
};
`,
  'done.mjs': DONE,
};

let project: VisitedProject;

beforeAll(() => {
  project = new VisitedProject(FILES);
});
afterAll(() => project.remove());

describe.skipIf(CHROMIUM === null)('a folder', () => {
  test('has a sandboxed frame that runs', async () => {
    const { profile, code } = await project.visit(['sandboxed', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'sandboxed/own.js:1 heard': 1, 'sandboxed/framed.js:1 framed': 1 });
    expect(code).toBe(0);
  });

  test.each([['--isolate'], ['--no-isolate']])(
    '%s: sandboxed frames that are gone have sent all that they did',
    async (how) => {
      const { profile, code, stderr } = await project.visit(['sandboxed', '--actions', 'framed.mjs', how]);
      expect(calls(profile)).toEqual({
        'sandboxed/own.js:1 heard': 1,
        'sandboxed/framed.js:1 framed': 1,
        'sandboxed/framed.js:2 later': 1,
      });
      expect(names(profile)).toEqual(['frame /frame.html', 'page /']);
      expect(stderr).toMatch(/^elapsed /);
      expect(code).toBe(0);
    },
  );
});

describe.skipIf(CHROMIUM === null)('a URL of a page with a sandboxed frame', () => {
  const frame =
    '<!doctype html><script src="/tsprof/tsprof.js"></script><script type="module" src="/framed.js"></script>';

  test.each([
    ['of a file', 'src="/frame.html"'],
    ['of the page itself', `srcdoc='${frame}'`],
  ])('%s, whose modules its server lets it load', async (_, from) => {
    const server = await serve({
      open: true,
      files: {
        '/': `<!doctype html><title>app</title>
<script>onmessage = ({ data }) => { document.title = 'done ' + data; };</script>
<iframe sandbox="allow-scripts" ${from}></iframe>`,
        '/frame.html': frame,
        '/framed.js': instrumented(FRAMED, 'framed.js', 'module'),
      },
    });
    try {
      const { profile, code, stderr } = await project.visit([server.url, '--actions', 'framed.mjs']);
      expect(calls(profile)).toEqual({ 'framed.js:1 framed': 1, 'framed.js:2 later': 1 });
      expect(stderr).toMatch(/^elapsed /);
      expect(code).toBe(0);
    } finally {
      server.close();
    }
  });
});
