/** A real server, its packages instrumented too: the same answers, and as many calls as requests. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withPlain } from './support/plain.ts';
import { withServer } from './support/server.ts';
import { reportOn, ROOT, rowOf, TSPROF } from './support/tsprof.ts';

const SCRIPT = join(ROOT, 'fixtures', 'programs', 'fastify-server', 'main.ts');
/** Requests at the same time; the pool has 8 connections. */
const USERS = 12;

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

async function ask(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

function outline(url: string, source: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(`${url}/outline`, { method: 'POST', headers, body: JSON.stringify({ source }) });
}

async function askEverything(url: string): Promise<Answer[]> {
  const users = Array.from({ length: USERS }, (_, id) => ask(`${url}/users/${id}`));
  return [
    ...(await Promise.all(users)),
    await outline(url, 'function f() {} function g() { return () => 1; }'),
    await outline(url, 'function f( {'),
    await ask(`${url}/report`),
    await ask(`${url}/users/nobody`),
    await ask(`${url}/nowhere`),
  ];
}

it('answers the same with every package instrumented, and counts every request', async () => {
  const profile = join(tmpdir(), `tsprof-server-${process.pid}.tsprof`);
  const run = [TSPROF, 'run', '--quiet', '--include', '**', '-o', profile, SCRIPT];
  try {
    const plain = await withPlain(SCRIPT, (file) => withServer([file], askEverything));
    expect(plain.map(({ status }) => status)).toEqual([...Array(USERS).fill(200), 200, 500, 200, 400, 404]);
    expect(await withServer(run, askEverything)).toEqual(plain);
    const report = await reportOn(profile);
    const counts = [
      'userRoute/getUser',
      'outlineRoute/postOutline',
      'reportRoute/getReport',
      'Pool.#acquire',
    ].map((name) => rowOf(report, name).ncall);
    expect(counts).toEqual([USERS, 2, 1, USERS]);
    const inLine = report.functions.find(({ name }) => name === 'Pool.#acquire/new Promise()');
    expect(rowOf(report, 'Pool.#acquire').nsuspend).toBe(inLine?.ncall ?? 0);
    expect(rowOf(report, 'Connection.findUser')).toMatchObject({ ncall: USERS, nsuspend: USERS });
    expect(rowOf(report, 'userRoute/getUser').pending).toBe(0);
  } finally {
    rmSync(profile, { force: true });
  }
});
