import { isIP } from 'node:net';

/** Where a control server listens: an address of this machine that no other machine reaches, and a port, 0 for any. */
export interface ControlAddress {
  readonly host: string;
  readonly port: number;
}

const FORM = /^(?:(?<host>[\w.-]+|\[[\d:a-f]+\]):)?(?<port>\d{1,5})$/i;
const MOST = 65_535;

/** Reads `127.0.0.1:9230`, `localhost:0`, `[::1]:9230` or `9230`. Throws a TypeError that says what is wrong, in one line. */
export function parseControlAddress(text: string): ControlAddress {
  const found = FORM.exec(text)?.groups;
  const port = Number(found?.['port']);
  if (found === undefined || port > MOST) {
    throw new TypeError(
      `expected HOST:PORT, as 127.0.0.1:9230, or 127.0.0.1:0 for any port; found ${JSON.stringify(text)}`,
    );
  }
  const host = (found['host'] ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (!isLoopback(host)) {
    throw new TypeError(
      `a program is controlled from its own machine only: 127.0.0.1, [::1] or localhost; found ${JSON.stringify(host)}`,
    );
  }
  // What that name leads to is up to the machine.
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** As it stands in a URL. */
export function addressText({ host, port }: ControlAddress): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
