import type { IncomingMessage } from 'node:http';
import { hostRefusal, isToken } from '../request-check.ts';

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Null for what a client of this machine sends that has the token. Browsers are kept out: a page that has its name lead here is
 * known by the Host that it asks for, and any other by its Origin.
 */
export function refusalOf(request: IncomingMessage, token: string): Refusal | null {
  const { origin, authorization = '' } = request.headers;
  if (hostRefusal(request, []) !== null) return { status: 403, reason: 'Host is no name of this machine' };
  if (origin !== undefined) return { status: 403, reason: 'pages are not answered' };
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  if (isToken(given, token)) return null;
  return {
    status: 401,
    reason: 'not the token of this process; tsprof attach finds it',
    headers: { 'www-authenticate': 'Bearer' },
  };
}
