import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonPieces } from '../../../profile/json-pieces.ts';
import { refusalOf, type Refusal } from './access.ts';
import type { ControlAddress } from './address.ts';

/** What a control server answers: by method and path, what makes it. Bytes are sent as they are, all else as JSON. */
export type Routes = Readonly<Record<string, (query: URLSearchParams) => unknown>>;

/** A few clients at a time, requests of a few lines, and none that dawdles (ms). */
const MOST_CLIENTS = 16;
const MOST_HEADERS = 8 * 1024;
const PATIENCE = 5_000;

/** Listens for those that have the token. Rejects with what Node says where it cannot. */
export function serveControl(address: ControlAddress, token: string, routes: Routes): Promise<Server> {
  const limits = { maxHeaderSize: MOST_HEADERS, headersTimeout: PATIENCE, requestTimeout: PATIENCE };
  const server = createServer(limits, (request, response) => {
    void respond(request, response, token, routes);
  });
  server.maxConnections = MOST_CLIENTS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, exclusive: true }, () => resolve(server));
  });
}

/** The port that a server listens at. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  routes: Routes,
): Promise<void> {
  try {
    const refusal = refusalOf(request, token) ?? routeRefusal(request, routes);
    if (refusal !== null) return refuse(response, refusal);
    send(response, 200, await routes[routeOf(request)]!(queryOf(request)));
  } catch (error) {
    refuse(response, { status: 503, reason: (error as Error).message });
  }
}

function routeOf({ method, url = '' }: IncomingMessage): string {
  return `${method} ${url.split('?', 1)[0]}`;
}

const queryOf = ({ url = '' }: IncomingMessage): URLSearchParams =>
  new URLSearchParams(url.split('?', 2)[1] ?? '');

function routeRefusal(request: IncomingMessage, routes: Routes): Refusal | null {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined)
    return { status: 413, reason: 'no request has a body', headers: { connection: 'close' } };
  if (Object.hasOwn(routes, routeOf(request))) return null;
  const path = routeOf(request).split(' ')[1];
  const allowed = Object.keys(routes).filter((route) => route.split(' ')[1] === path);
  const methods = allowed.map((route) => route.split(' ')[0]).join(', ');
  if (allowed.length > 0)
    return { status: 405, reason: `this is asked with ${methods}`, headers: { allow: methods } };
  return { status: 404, reason: `there are ${Object.keys(routes).join(', ')}` };
}

function refuse(response: ServerResponse, { status, reason, headers }: Refusal): void {
  send(response, status, { error: reason }, headers);
}

/** Not for caches, nor for a browser to take for anything else. */
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (body instanceof Uint8Array)
    return void response
      .writeHead(status, { ...HEADERS, 'content-type': 'application/octet-stream' })
      .end(body);
  response.writeHead(status, { ...HEADERS, ...headers });
  for (const piece of jsonPieces(body)) response.write(piece);
  response.end();
}
