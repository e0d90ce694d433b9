/** Dev servers with the plugin: they serve instrumented modules and the worker, and take profiles. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { FIXTURE, functionsOf, Project } from './project.ts';
import { serve } from './served.ts';
import type { Server } from './served.ts';

const SAMPLE = readFileSync(join(FIXTURE, '..', 'profiles', 'yappi-document.tsprof'), 'utf8');

/** What a page would load first. */
const ENTRY = { vite: 'src/main.tsx', viteSsr: 'src/main.tsx', webpack: 'main.mjs', rspack: 'main.mjs' };

/** Where pages are told to send their profiles: the server's own secret stands in it. */
const COLLECTOR = /^\/__tsprof__\/profile\?token=([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

async function get(url: string, path: string): Promise<string> {
  return (await fetch(new URL(path, url))).text();
}

/** The module that begins to profile, which has the settings in it. */
async function settings(url: string, name: keyof typeof ENTRY): Promise<string> {
  const entry = await get(url, ENTRY[name]);
  const [, probes] = /from "([^"]*page\/probes\.js[^"]*)"/.exec(entry) ?? [];
  return probes === undefined ? entry : get(url, probes);
}

/** Where a page sends its profile, as it is told by the modules that the server gives it. */
async function collector(url: string, name: keyof typeof ENTRY): Promise<string> {
  const [, path] = /post: "([^"]+)"/.exec(await settings(url, name)) ?? [];
  expect(path).toMatch(COLLECTOR);
  return path!;
}

describe.each(['vite', 'webpack', 'rspack'] as const)("%s's dev server", (name) => {
  const project = new Project();
  let child: ChildProcess;
  let url: string;

  beforeAll(async () => {
    ({ child, url } = await serve(name, project));
  });

  afterAll(() => {
    child.kill('SIGKILL');
    project.remove();
  });

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('serves instrumented modules, and what they load', async () => {
    expect(await get(url, ENTRY[name])).toContain('src/main.tsx');
    expect(await settings(url, name)).toMatch(/begin\)?\(\{/);
  });

  it('serves the worker as a script, from where pages are told that it is', async () => {
    const [, worker] = /worker: "([^"]+)"/.exec(await settings(url, name)) ?? [
      null,
      '/tsprof-replay-worker.js',
    ];
    const response = await fetch(new URL(worker!, url));
    expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    const file = join(FIXTURE, '..', '..', 'runtime', 'dist', 'page', 'replay-worker.js');
    expect(await response.text()).toBe(readFileSync(file, 'utf8'));
  });

  it('isolates pages, as far as the browser can', async () => {
    const chromium = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/137.0.0.0 Safari/537.36' };
    const [known, unknown] = [await fetch(url, { headers: chromium }), await fetch(url)];
    expect(known.headers.get('document-isolation-policy')).toBe('isolate-and-credentialless');
    expect(known.headers.has('cross-origin-opener-policy')).toBe(false);
    expect(unknown.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(unknown.headers.get('cross-origin-embedder-policy')).toBe('credentialless');
  });

  it('takes none without its token, or with another', async () => {
    const path = await collector(url, name);
    const [, token] = COLLECTOR.exec(path)!;
    const other = `${token!.startsWith('0') ? '1' : '0'}${token!.slice(1)}`;
    const without = path.replace(/\?.*/, '?id=a');
    const paths = [without, `${without}&token=`, `${without}&token=${other}`];
    const answers = await Promise.all(paths.map((each) => post(each, SAMPLE)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await collector(url, name)).toBe(path);
  });

  it('takes profiles from its own pages, and has them in its file when it ends', async () => {
    const path = `${await collector(url, name)}&id=a`;
    const foreign = await post(path, SAMPLE, { origin: 'http://elsewhere.test' });
    expect(foreign.status).toBe(403);
    expect((await post(path, '{}')).status).toBe(400);
    expect((await post(path, SAMPLE)).status).toBe(204);
    expect((await post(path, SAMPLE, { origin: new URL(url).origin })).status).toBe(204);
    child.kill('SIGTERM');
    await once(child, 'exit');
    const output = join(project.root, 'profile.tsprof');
    expect(existsSync(output)).toBe(true);
    const written = parseProfile(readFileSync(output));
    expect(functionsOf(written).map((line) => line.split(' ', 2))).toEqual(
      functionsOf(parseProfile(SAMPLE)).map((line) => line.split(' ', 2)),
    );
  });
});

describe("Vite's dev server with React", () => {
  const project = new Project('react');
  let server: Server;

  beforeAll(async () => {
    server = await serve('viteReact', project);
  });

  afterAll(() => {
    server.child.kill('SIGKILL');
    project.remove();
  });

  it('still knows components, so that they can be exchanged while they run', async () => {
    const app = await (await fetch(new URL('src/App.tsx', server.url))).text();
    expect(app).toContain('register');
    expect(app).toMatch(/\$RefreshReg\$\(_c, "Label"\)/);
    expect(app).toMatch(/\$RefreshReg\$\(_c2, "App"\)/);
  });

  it('still knows the hooks that they call', async () => {
    const bare = await serve('viteReact', project, { enabled: false });
    try {
      const app = async ({ url }: Server) => (await fetch(new URL('src/App.tsx', url))).text();
      const signatures = async (server: Server) => (await app(server)).match(/_s\d*\(\w+, "[^"]+"/g);
      expect(await signatures(bare)).toEqual([expect.stringContaining('App')]);
      expect(await signatures(server)).toEqual(await signatures(bare));
    } finally {
      bare.child.kill('SIGKILL');
    }
  });
});

describe("Vite's dev server with the server's side of a program", () => {
  const project = new Project();
  let server: Server;

  beforeAll(async () => {
    server = await serve('viteSsr', project);
  });

  afterAll(() => {
    server.child.kill('SIGKILL');
    project.remove();
  });

  it('has both sides in one profile', async () => {
    const body = JSON.stringify({ ...(JSON.parse(SAMPLE) as object), cwd: null });
    const path = `${await collector(server.url, 'viteSsr')}&id=page`;
    const sent = await fetch(new URL(path, server.url), { method: 'POST', body });
    expect(sent.status).toBe(204);
    server.child.kill('SIGTERM');
    await once(server.child, 'exit');
    const functions = functionsOf(parseProfile(readFileSync(join(project.root, 'profile.tsprof'))));
    const ofPage = functionsOf(parseProfile(SAMPLE)).map((line) => line.split(' ', 2));
    expect(functions.map((line) => line.split(' ', 2))).toEqual(expect.arrayContaining(ofPage));
    expect(functions).toEqual(expect.arrayContaining(['double 5 src/work.ts:4', 'main 1 src/main.tsx:17']));
  });
});
