import { createHash } from 'node:crypto';
import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { loadPeers } from '../command-line/peers.ts';
import type { Destination } from './destination.ts';
import { failedPush } from './refused.ts';
import type { SpanRecord } from './span-records.ts';

/** Those that were tried together; later ones of the last need Node 22. */
const PEERS = [
  '@opentelemetry/api@1.9',
  '@opentelemetry/sdk-trace-base@2',
  '@opentelemetry/exporter-trace-otlp-http@0.223',
];
/** Where receivers take spans. */
const TRACES = 'v1/traces';
const PATIENCE = 30_000;
/** Spans that are sent at a time. */
const BATCH = 512;
const MS_PER_S = 1e3;
const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;
/** So much of an answer is shown. */
const MOST_SHOWN = 300;
/** The lengths of ids, hexadecimal digits. */
const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;

type Api = typeof import('@opentelemetry/api');
type Sdk = typeof import('@opentelemetry/sdk-trace-base');

/** Sends records as spans to a receiver of OTLP by OpenTelemetry's SDK, and tells how many. `profile`: what the ids are made of. */
export async function sendSpans(
  records: readonly SpanRecord[],
  profile: string,
  { url, headers, service, labels }: Destination,
): Promise<number> {
  const [api, sdk, { OTLPTraceExporter }] = await loadPeers('tsprof push --as spans', PEERS, () =>
    Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]),
  );
  const spans = makeSpans(records, profile, { service, labels }, api, sdk);
  const exporter = new OTLPTraceExporter({ url: tracesUrl(url).href, headers, timeoutMillis: PATIENCE });
  try {
    for (let at = 0; at < spans.length; at += BATCH)
      await new Promise<void>((resolve, reject) =>
        exporter.export(spans.slice(at, at + BATCH), ({ code, error }) =>
          code === 0 ? resolve() : reject(refused(tracesUrl(url), error)),
        ),
      );
  } finally {
    await exporter.shutdown();
  }
  return spans.length;
}

function tracesUrl(given: URL): URL {
  const url = new URL(given);
  if (!url.pathname.endsWith(TRACES)) url.pathname = `${url.pathname.replace(/\/$/, '')}/${TRACES}`;
  return url;
}

/** The exporter's errors have the receiver's answer, or what went wrong on the way. */
function refused(url: URL, error?: Error): Error {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: unknown };
  const said = typeof data === 'string' && data !== '' ? `: ${data.slice(0, MOST_SHOWN)}` : '';
  if (typeof code === 'number') return failedPush(url, `answers ${code}${said}`, code);
  return failedPush(url, `cannot be reached: ${String(code ?? error?.message)}`);
}

/** The records as spans of the SDK. */
export function makeSpans(
  records: readonly SpanRecord[],
  profile: string,
  { service, labels }: Pick<Destination, 'service' | 'labels'>,
  api: Api,
  sdk: Sdk,
): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const ids = new Ids(JSON.stringify([profile, service, labels]), records);
  const provider = new sdk.BasicTracerProvider({
    resource: resourceOf({ ...labels, 'service.name': service }),
    sampler: new sdk.AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [collector(ended)],
  });
  const tracer = provider.getTracer('tsprof');
  for (const record of records) {
    const context = contextAbove(record, ids, api);
    ids.next = record;
    const span = tracer.startSpan(
      record.tag ?? record.place.name,
      {
        kind: routeOf(record) === null ? api.SpanKind.INTERNAL : api.SpanKind.SERVER,
        startTime: momentOf(record, record.began),
        attributes: attributesOf(record),
      },
      context,
    );
    if (record.outcome === 'rejected') span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end(momentOf(record, record.began + record.length));
  }
  return ended;
}

function contextAbove(record: SpanRecord, ids: Ids, { ROOT_CONTEXT, TraceFlags, trace }: Api) {
  const parent = ids.parentOf(record);
  if (parent === null) return ROOT_CONTEXT;
  const above: SpanContext = {
    ...{ traceId: ids.traceOf(parent), spanId: ids.spanOf(parent) },
    traceFlags: TraceFlags.SAMPLED,
  };
  return trace.setSpanContext(ROOT_CONTEXT, above);
}

/** Ids are the same each time that a profile is pushed, so that receivers know its spans again. */
class Ids {
  next: SpanRecord | undefined;
  readonly #profile: string;
  readonly #records: ReadonlySet<SpanRecord>;

  constructor(profile: string, records: readonly SpanRecord[]) {
    this.#profile = profile;
    this.#records = new Set(records);
  }

  readonly generateTraceId = (): string => this.traceOf(this.next!);
  readonly generateSpanId = (): string => this.spanOf(this.next!);

  traceOf(record: SpanRecord): string {
    let top = record;
    for (let above = this.parentOf(top); above !== null; above = this.parentOf(top)) top = above;
    return this.#hash(`trace ${top.id}`).slice(0, TRACE_DIGITS);
  }

  /** Where it is sent as well: a trace without its beginning is of little use. */
  parentOf({ parent }: SpanRecord): SpanRecord | null {
    return parent !== null && this.#records.has(parent) ? parent : null;
  }

  spanOf({ id }: SpanRecord): string {
    return this.#hash(`span ${id}`).slice(0, SPAN_DIGITS);
  }

  #hash(text: string): string {
    return createHash('sha256').update(`${this.#profile}\n${text}`).digest('hex');
  }
}

/** Whole seconds, and ns beyond: ns since 1970 are more than a number holds. */
function momentOf({ thread: { started } }: SpanRecord, ns: number): HrTime {
  const ms = Math.floor(started);
  const beyond = Math.round((started - ms) * NS_PER_MS + (ms % MS_PER_S) * NS_PER_MS + ns);
  return [Math.floor(ms / MS_PER_S) + Math.floor(beyond / NS_PER_S), beyond % NS_PER_S];
}

/** The method and the route of a request's tag; null where it is another's. */
function routeOf({ tag }: SpanRecord): { readonly method: string; readonly route: string } | null {
  const [, method, route] = /^([A-Z]+) (\/.*)$/.exec(tag ?? '') ?? [];
  return method === undefined ? null : { method, route: route! };
}

function attributesOf(record: SpanRecord): Attributes {
  const { place, thread, path, own, waits, waitedLine, outcome } = record;
  const route = routeOf(record);
  return {
    'code.function.name': place.name,
    ...(place.file !== '' && {
      'code.file.path': place.file,
      'code.line.number': place.line,
      'code.column.number': place.column + 1,
    }),
    ...(route && { 'http.request.method': route.method, 'http.route': route.route }),
    'thread.name': thread.name,
    'process.pid': thread.pid,
    'tsprof.path': [...path],
    'tsprof.own_ns': Math.round(own),
    'tsprof.wait_ns': Math.round(waits),
    'tsprof.outcome': outcome,
    ...(waitedLine !== null && { 'tsprof.waited_line': waitedLine }),
  };
}

type Resource = ReadableSpan['resource'];

/** What all spans are of. The SDK makes them by a package of its own, which need not be at hand here. */
function resourceOf(attributes: Attributes): Resource {
  return {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: (other) => resourceOf({ ...attributes, ...other?.attributes }),
  };
}

function collector(ended: ReadableSpan[]): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
