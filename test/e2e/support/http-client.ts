import { connect } from 'node:net';

/** What a client sees of a response. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks, and reads the answer; connections are kept alive. */
export async function ask(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  // It says when.
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'));
  return { status: response.status, headers, body: await response.text() };
}

/** Gives up once the server has had the time to begin. */
export async function giveUp(url: string): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\n`);
  // The server answers on another connection: it has begun with what came on this one before.
  await ask(`http://${hostname}:${port}/users/1`);
  socket.destroy();
  return 'given up';
}

/** Sends it all at once on one connection, and returns what comes back until the server closes it, without dates. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string;
  return answer.replaceAll(/^Date: .*\r\n/gim, '');
}

/** Requests of these paths, one behind the other; the last closes the connection. */
export function pipelined(paths: readonly string[]): string {
  return paths
    .map((path, at) => {
      const connection = at === paths.length - 1 ? 'Connection: close\r\n' : '';
      return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${connection}\r\n`;
    })
    .join('');
}

const UPGRADE = 'GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';

/** Everything that the request servers are asked in tests, and all that comes back. */
export async function exercise(url: string, hasUpgrade: boolean): Promise<unknown[]> {
  const text = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(70_000) };
  return [
    await Promise.all([1, 2, 3].map((id) => ask(`${url}/users/${id}`))),
    await ask(`${url}/users/7?page=2#top`),
    await ask(`${url}/users/8`, { method: 'HEAD' }),
    await ask(`${url}/upload`, text),
    await ask(`${url}/fail`),
    await ask(`${url}/nothing/4`),
    await ask(`${url}/listeners`),
    await giveUp(`${url}/hang`),
    await sendRaw(url, pipelined(['/users/4', '/users/5', '/fail'])),
    hasUpgrade ? await sendRaw(url, UPGRADE) : null,
  ];
}
