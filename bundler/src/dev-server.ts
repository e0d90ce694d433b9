import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, resolve } from 'node:path';
import { createCollector, isolate as isolateFor } from '@tsprof/runtime/collect';
import type { AllowedHosts } from '@tsprof/runtime/collect';
import type { CheckedOptions } from './options.ts';
import { REPLAY_WORKER } from './runtime-files.ts';

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** What a bundler's dev server does for pages that are profiled. */
export interface DevServer {
  readonly middleware: Middleware;
  /** Where pages send their profiles, given where the server's files begin. */
  post(base: string): string;
  close(): void;
}

const FOLDER = '__tsprof__/';

/**
 * Hands out the replay worker, takes profiles and writes them, merged, to the file that the options name. `allowedHosts`
 * has the names by which the server may be called.
 */
export function createDevServer(
  { output, root, isolate, clock }: CheckedOptions,
  allowedHosts: () => AllowedHosts,
): DevServer {
  const collector = createCollector({ output: resolve(root, output), cwd: resolve(root), allowedHosts });
  collector.keepOwn();
  // Times of pages and server can only be added up where both have any.
  if (clock !== undefined) process.env['TSPROF_CLOCK'] ??= clock;
  const close = (): void => collector.flush();
  // Not every server says when it is closed.
  process.once('exit', close);
  return {
    middleware(request, response, next) {
      if (isolate) isolateFor(request, response);
      const path = request.url?.replace(/[?#].*$/s, '') ?? '';
      if (path.endsWith(`/${FOLDER}replay-worker.js`)) sendWorker(response);
      else if (!path.endsWith(`/${FOLDER}profile`)) next();
      else collector.handle(request, response);
    },
    post: (base) => `${base}${FOLDER}profile?token=${collector.token}`,
    close() {
      process.off('exit', close);
      close();
    },
  };
}

function sendWorker(response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/javascript');
  response.end(readFileSync(REPLAY_WORKER));
}

/**
 * Tells of a path whether it is the profile that a dev server writes again and again, or a file that becomes it. It is no file of
 * the project: those who watch that would tell pages of a change each time.
 */
export function isWritten({ output, root }: CheckedOptions): (path: string) => boolean {
  const profile = resolve(root, output);
  return (path) => {
    const file = resolve(path);
    const isBeside = dirname(file) === dirname(profile);
    return isBeside && (file.startsWith(profile) || /^\.tsprof-\w+\.tmp$/.test(basename(file)));
  };
}
