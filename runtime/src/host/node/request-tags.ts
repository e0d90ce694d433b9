import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { beginRequest, endRequest, parkRequest, runRequest } from '../../session/request.ts';
import { apply } from '../../intrinsics.ts';
import type { Realm } from '../../realm.ts';
import { createWrappers } from '../../probes/wrappers/index.ts';
import { createWrappedProbes } from '../../probes/wrappers/wrapped-probes.ts';
import { adoptingProbes, adoptingWrapped, type Adopter } from './adopting-probes.ts';
import { pathOf } from './folded-path.ts';
import { RouteSites, type Begun } from './route-sites.ts';
import { onSocketClose } from './socket-close.ts';
import { toldRoutes } from './reported-routes.ts';

/*
 * Each request that an HTTP server of this thread gets is a request of a tag, from `http.server.request.start` to
 * `http.server.response.finish`, or to the end of its connection. What it calls is found by async context: when a function starts
 * with nothing on the stack, the request that its context belongs to comes onto the stack first (adopting-probes.ts).
 */

/** A request that has begun. */
class OpenRequest {
  readonly token: number;
  readonly begun: Begun;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As its framework has said; null: it has not. */
  route: string | null = null;
  /** Whether it has ended, which is told as soon as it is off the stack, and whether it failed. */
  hasEnded = false;
  hasFailed = false;
  isOver = false;
  /** The request before it on the same connection that was not over. */
  next: OpenRequest | null;

  constructor(token: number, begun: Begun, { request, response }: StartMessage, next: OpenRequest | null) {
    this.token = token;
    this.begun = begun;
    this.request = request;
    this.response = response;
    this.next = next;
  }
}

/** The requests of a connection that are not over; the last one first. */
interface Connection {
  last: OpenRequest | null;
}

interface StartMessage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

/** Fastify's channel, from version 5 on. */
interface FastifyMessage {
  readonly request: { readonly raw: IncomingMessage };
  readonly route?: { readonly url?: unknown };
}

/** On which programs say what the route of a request is, for frameworks that are not known here. */
const ROUTE_CHANNEL = 'tsprof.request.route';

type RouteMessage = { readonly request?: unknown; readonly route?: unknown } | null | undefined;

const { call } = Function.prototype;
const weakGet: <K extends object, V>(map: WeakMap<K, V>, key: K) => V | undefined = call.bind(
  WeakMap.prototype.get,
);
const weakSet: <K extends object, V>(map: WeakMap<K, V>, key: K, value: V) => unknown = call.bind(
  WeakMap.prototype.set,
);
const { getStore, enterWith } = AsyncLocalStorage.prototype;

/** Has the requests of this thread tagged from now on. Called before anything is made of the realm's probes. */
export function tagRequests(realm: Realm): void {
  const { log, tokens } = realm;
  const core = { ...realm.probes };
  const writer = { log, tokens, probes: core, ...(realm.sampling && { sampling: realm.sampling }) };
  const tags = new RequestTags(realm, writer, new RouteSites(realm.registry));
  Object.assign(realm.probes, adoptingProbes(core, log, tags));
  // Those of modules have been made of others, and stay so: a module belongs to no request.
  const { resume, again, beginModule, endModule } = core;
  Object.assign(realm.probes, { resume, again, beginModule, endModule });
  Object.assign(realm.probes, createWrappers(adoptingWrapped(createWrappedProbes(realm), log, tags)));
  subscribe('http.server.request.start', (message) => tags.begin(message as StartMessage));
  subscribe('http.server.response.finish', (message) => tags.finish(message as StartMessage));
  Object.assign(
    realm.probes,
    toldRoutes((request, route) => tags.note(request, route)),
  );
  subscribe(ROUTE_CHANNEL, (message) => tags.hear(message as RouteMessage));
  subscribe('tracing:fastify.request.handler:start', (message) =>
    tags.hearFastify(message as FastifyMessage),
  );
}

class RequestTags implements Adopter {
  readonly #realm: Realm;
  readonly #writer: Parameters<typeof beginRequest>[0];
  readonly #sites: RouteSites;
  readonly #store = new AsyncLocalStorage<OpenRequest>();
  readonly #connections = new WeakMap<Socket, Connection>();
  /** Who is on the stack with nothing below. */
  #current: OpenRequest | null = null;

  constructor(realm: Realm, writer: Parameters<typeof beginRequest>[0], sites: RouteSites) {
    this.#realm = realm;
    this.#writer = writer;
    this.#sites = sites;
  }

  begin(message: StartMessage): void {
    const { method = 'GET', url = '/' } = message.request;
    const connection = this.#connectionOf(message.socket);
    this.#realm.parents?.arriveAnew();
    const begun = this.#sites.begin(method, pathOf(url));
    const token = beginRequest(this.#writer, begun.site);
    parkRequest(this.#writer, token);
    const open = new OpenRequest(token, begun, message, connection.last);
    connection.last = open;
    apply(enterWith, this.#store, [open]);
  }

  #connectionOf(socket: Socket): Connection {
    const known = weakGet(this.#connections, socket);
    if (known !== undefined) return known;
    const connection: Connection = { last: null };
    weakSet(this.#connections, socket, connection);
    onSocketClose(socket, () => {
      for (let open = connection.last; open !== null; open = open.next) this.#end(open, true);
    });
    return connection;
  }

  #find(request: IncomingMessage): OpenRequest | null {
    let open = weakGet(this.#connections, request.socket)?.last ?? null;
    while (open !== null && open.request !== request) open = open.next;
    return open;
  }

  /** A framework says which route it is. */
  note(request: IncomingMessage, route: string): void {
    const open = this.#find(request);
    if (open !== null) open.route = route;
  }

  hearFastify({ request, route }: FastifyMessage): void {
    if (typeof route?.url === 'string') this.note(request.raw, route.url);
  }

  /** Programs may publish anything. */
  hear(message: RouteMessage): void {
    const { request, route } = message ?? {};
    if (request instanceof IncomingMessage && typeof route === 'string') this.note(request, route);
  }

  finish({ request, response }: StartMessage): void {
    const open = this.#find(request);
    if (open !== null) this.#end(open, response.statusCode >= 500);
  }

  #end(open: OpenRequest, hasFailed: boolean): void {
    if (open.hasEnded) return;
    open.hasEnded = true;
    open.hasFailed = hasFailed;
    if (open !== this.#current) this.#close(open);
  }

  #close(open: OpenRequest): void {
    open.isOver = true;
    endRequest(this.#writer, open.token, open.hasFailed);
    const { request, response, begun, route } = open;
    this.#sites.end(begun, route ?? routeOf(request), response.statusCode !== NOT_FOUND);
    const connection = weakGet(this.#connections, request.socket);
    if (connection !== undefined) connection.last = withoutOver(connection.last);
  }

  come(): void {
    const open = apply(getStore, this.#store, []) as OpenRequest | undefined;
    if (open === undefined || open.isOver || this.#current !== null) return;
    this.#current = open;
    runRequest(this.#writer, open.token);
  }

  go(): void {
    const open = this.#current;
    if (open === null) return;
    this.#current = null;
    parkRequest(this.#writer, open.token);
    if (open.hasEnded) this.#close(open);
  }
}

/** The requests that are not over. */
function withoutOver(last: OpenRequest | null): OpenRequest | null {
  while (last !== null && last.isOver) last = last.next;
  for (let open = last; open !== null; open = open.next)
    while (open.next !== null && open.next.isOver) open.next = open.next.next;
  return last;
}

const NOT_FOUND = 404;

/** What Express, and what is built on it, leaves in a request; null: nothing. All of this is the program's, and may do anything. */
function routeOf(request: IncomingMessage): string | null {
  try {
    const { route, baseUrl } = request as { route?: { path?: unknown }; baseUrl?: unknown };
    const path = route?.path;
    const base = typeof baseUrl === 'string' ? baseUrl : '';
    if (typeof path === 'string') return base + path === '' ? '/' : base + path;
    if (path instanceof RegExp) return `${base}${path.source}`;
    return Array.isArray(path) && typeof path[0] === 'string' ? base + path[0] : null;
  } catch {
    return null;
  }
}
