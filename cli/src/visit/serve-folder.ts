import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostRefusal, isolate } from '@tsprof/runtime/collect';
import type { Collector } from '@tsprof/runtime/collect';
import sirv from 'sirv';

export interface FolderServer {
  /** Where the folder is, with a slash at the end. */
  readonly url: string;
  /** Where profiles are sent. */
  readonly post: string;
  /** Ends it at once. */
  close(): void;
}

const POST_PATH = '/__tsprof__/profile';

/** Serves a folder, which need not be there yet, to this machine only, and gives the collector what pages send. */
export async function serveFolder(
  folder: string,
  collector: Collector,
  isIsolated: boolean,
): Promise<FolderServer> {
  const serve = sirv(folder, { dev: true, dotfiles: true });
  const server = createServer((request, response) => {
    if (isIsolated) isolateAll(request, response);
    // What is served is a program of the user's: no other site may read it, whatever its name leads to.
    if (hostRefusal(request, []) !== null) response.writeHead(403).end();
    else if (request.url?.split('?')[0] === POST_PATH) collector.handle(request, response);
    else serve(request, response, () => answerMissing(request, response, serve));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `${url}/`, post: `${url}${POST_PATH}?token=${collector.token}`, close };
}

/** A sandboxed frame is of no origin: what the server has is to it another's. */
function isolateAll(request: IncomingMessage, response: ServerResponse): void {
  isolate(request, response);
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** Apps with one page know more places than there are files, and no folder must have an icon. */
function answerMissing(
  request: IncomingMessage,
  response: ServerResponse,
  serve: ReturnType<typeof sirv>,
): void {
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate';
  if (request.url === '/favicon.ico') response.writeHead(204).end();
  else if (!isNavigation || request.url === '/') response.writeHead(404).end();
  else {
    request.url = '/';
    serve(request, response, () => void response.writeHead(404).end());
  }
}
