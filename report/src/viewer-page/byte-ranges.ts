import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

const RANGE = /^bytes=(\d{1,15})-(\d{1,15})$/;

/** Sends the bytes of a file that a request names by a range; returns whether it names any that are there. */
export function sendRange(path: string, { headers }: IncomingMessage, response: ServerResponse): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const [, from, to] = RANGE.exec(headers.range ?? '') ?? [];
  const [start, end] = [Number(from), Math.min(size - 1, Number(to))];
  if (from === undefined || start > end) return false;
  response.writeHead(206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': end - start + 1,
    'Content-Range': `bytes ${start}-${end}/${size}`,
  });
  createReadStream(path, { start, end })
    .on('error', () => response.destroy())
    .pipe(response)
    .on('error', () => undefined);
  return true;
}
