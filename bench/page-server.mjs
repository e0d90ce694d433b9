// Serves what pages are made of, from this machine to itself.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const runtime = fileURLToPath(new URL('../runtime/dist/page', import.meta.url));
const TYPES = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.html': 'text/html',
  '.txt': 'text/plain',
};

/** A page that loads no program by itself. */
const PAGE =
  '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page-child.mjs"></script>';

/** Serves `folder`, the runtime below `/tsprof/` and an empty page; returns its address and how to end it. */
export async function servePages(folder, { isolated }) {
  const server = createServer(({ url }, response) => {
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    const { pathname } = new URL(url, 'http://localhost');
    const type = TYPES[extname(pathname)] ?? 'text/html';
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    response.end(bodyOf(folder, pathname));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

function bodyOf(folder, pathname) {
  if (pathname === '/') return PAGE;
  if (pathname === '/page-child.mjs') return readFileSync(new URL('page-child.mjs', import.meta.url));
  if (pathname.startsWith('/tsprof/')) return readFileSync(join(runtime, pathname.slice('/tsprof/'.length)));
  return readFileSync(join(folder, pathname));
}
