import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The names by which a server's user has said that it may be called, as bundlers' dev servers have them in `allowedHosts`:
 * one that begins with a dot stands for all names below it, `all` for any. Addresses and names of this machine's own may
 * be used always: no other site can have them.
 */
export type AllowedHosts = 'all' | readonly string[];

/** Decides who may send profiles to a server. */
export interface RequestCheck {
  /** What pages have to send along: it stands in a module that only the server's own pages can read. */
  readonly token: string;
  /** Why a request is not let in; null: it is. */
  refusal(request: IncomingMessage): string | null;
}

/** A check with a token of its own. */
export function createRequestCheck(allowed: () => AllowedHosts): RequestCheck {
  const token = randomUUID();
  return {
    token,
    refusal(request) {
      const foreign = hostRefusal(request, allowed()) ?? originRefusal(request, allowed());
      if (foreign !== null) return foreign;
      return isToken(tokenOf(request), token) ? null : 'not the token of this server; reload the page';
    },
  };
}

/**
 * Why a server is not answering to the name that it is called by; null: it is its own. Any site can have its name lead to
 * this machine (DNS rebinding), and then its pages count as the server's own in a browser.
 */
export function hostRefusal(request: IncomingMessage, allowed: AllowedHosts): string | null {
  const host = hostOf(request);
  if (host !== null && (allowed === 'all' || isAddress(host.hostname) || isNamed(host.hostname, allowed))) {
    return null;
  }
  return `${JSON.stringify(host?.host ?? '')} is no name of this server; name it in allowedHosts of the dev server`;
}

/**
 * A page of another site can send to a server of this machine, and run its scripts, which have the token in them; so can a frame
 * of no origin (`null`) that such a page has made.
 */
function originRefusal(request: IncomingMessage, allowed: AllowedHosts): string | null {
  const { origin } = request.headers;
  if (origin === undefined) return null;
  const from = URL.canParse(origin) ? new URL(origin) : null;
  const isOwn = from !== null && from.host !== '' && from.host === hostOf(request)?.host;
  // Where any name will do, none is known to be the user's.
  const named = allowed === 'all' ? [] : allowed;
  if (isOwn || (from !== null && isNamed(from.hostname, named))) return null;
  return 'profiles are taken from our own pages only; name others in allowedHosts of the dev server';
}

/** The host that the client asked for; null where it has not said so properly. */
function hostOf({ headers }: IncomingMessage): URL | null {
  const host = headers.host ?? headers[':authority'];
  if (typeof host !== 'string' || !/^[\w.:[\]-]+$/.test(host)) return null;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
}

/** An address cannot be made to lead elsewhere. */
function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** Whether it is a name of this machine, or one that was allowed. */
function isNamed(hostname: string, allowed: readonly string[]): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  if (/^127\.\d+\.\d+\.\d+$/.test(name)) return true;
  return allowed.some((each) => {
    const known = each.toLowerCase();
    return known.startsWith('.') ? name.endsWith(known) || `.${name}` === known : name === known;
  });
}

function tokenOf({ url = '' }: IncomingMessage): string {
  return new URLSearchParams(url.split('?')[1]).get('token') ?? '';
}

/** Compares them in a time that tells nothing of where they differ. */
export function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
