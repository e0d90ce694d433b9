import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a receiver got it. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Receiver {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** All it got, in order. */
  readonly received: Received[];
  close(): Promise<void>;
}

/** A server of this process on a free port that keeps what it gets and answers as it is told. */
export async function startReceiver(
  answer: (received: Received, response: ServerResponse, earlier: number) => void,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const got = { method, url: new URL(url, 'http://receiver'), headers, body: Buffer.concat(chunks) };
    answer(got, response, received.push(got) - 1);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
