// Profiles a Fastify server under load, its packages in node_modules instrumented too, and prints the table.
// The load comes from this process, which is not profiled: autocannon's own work is in no figure.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsprof = `${root}cli/bin/tsprof.js`;
const profile = 'demo.tsprof';

/** What is asked of the server, all at the same time. The amounts are what the handlers' ncall must be. */
const loads = [
  { handler: 'getUser', path: '/users/7', amount: 3000, connections: 16 },
  { handler: 'postOutline', path: '/outline', amount: 200, connections: 2, ...outlineRequest() },
  { handler: 'getReport', path: '/report', amount: 60, connections: 1 },
];

function outlineRequest() {
  const source = readFileSync(`${root}node_modules/fastify/lib/reply.js`, 'utf8');
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source }),
  };
}

function startServer() {
  const report = [
    '--include',
    '**',
    '--tag-requests',
    '--output',
    profile,
    '--sort',
    'ttot',
    '--limit',
    '25',
  ];
  const script = 'fixtures/programs/fastify-server/main.ts';
  console.log(`\n$ tsprof run ${report.join(' ')} ${script}\n`);
  return spawn(process.execPath, [tsprof, 'run', ...report, script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressOf(server) {
  for await (const line of createInterface(server.stdout)) if (line.startsWith('http')) return line;
  throw new Error('the server ended before it listened');
}

async function drive(url, { path, handler: _, ...load }) {
  const { errors, non2xx } = await autocannon({ url: url + path, ...load });
  if (errors + non2xx > 0) throw new Error(`${path}: ${errors} errors, ${non2xx} bad answers`);
}

function read(command, ...args) {
  const options = { cwd: root, encoding: 'utf8' };
  return spawnSync(process.execPath, [tsprof, command, profile, ...args], options).stdout;
}

/** The demo's claim: not about as many calls as requests, but exactly as many. */
function checkCounts() {
  const { functions } = JSON.parse(read('stats', '--json', '--filter', 'fastify-server/routes/'));
  for (const { handler, amount } of loads) {
    const { ncall } = functions.find(({ name }) => name.endsWith(handler));
    if (ncall !== amount) throw new Error(`${handler}: ${amount} requests, but ${ncall} calls`);
  }
}

const server = startServer();
const ended = once(server, 'exit');
const url = await addressOf(server);
const requests = loads.map(({ amount, path }) => `${amount} x ${path}`).join(', ');
console.log(`Requests to ${url}: ${requests} …\n`);
await Promise.all(loads.map((load) => drive(url, load)));
server.kill('SIGTERM');
await ended;

console.log('\nIts requests, by route:\n');
console.log(read('requests'));
console.log("The server's own functions:\n");
console.log(read('stats', '--filter', 'programs/fastify-server', '--sort', 'tsub'));
checkCounts();
console.log(`What to read in it:
- GET /users/:id waits, for the database and for the thread; GET /report and POST /outline hold that, and wait for nobody.
- getUser does next to nothing (tsub) and waits (twait) for the database; acquire is the part of it spent in line
  for one of 8 connections, Connection.findUser the query itself.
- countPrimes has its time to itself, in one piece a call: it is what everybody else waits for. The parser's time is
  spread over acorn (tsprof stats ${profile} --filter acorn).
- ncall is exact: getUser, postOutline and getReport were called as often as requests were sent.`);
