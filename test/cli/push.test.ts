import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as api from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import * as sdk from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { main } from '../../cli/src/main.ts';
import { pprof } from '../../report/src/exports/pprof.ts';
import { makeSpans } from '../../report/src/push/otlp.ts';
import { send } from '../../report/src/push/send.ts';
import { spanRecords } from '../../report/src/push/span-records.ts';
import { coroutineEnds, coroutines, recursion, requestKinds } from '../report/support/cases.ts';
import { readPprof } from '../report/support/pprof-reader.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { startReceiver, type Receiver } from '../support/http-receiver.ts';

/** When the profiles here began, ms since 1970. */
const STARTED = Date.UTC(2026, 10, 30, 12);

let scratch: string;
let receiver: Receiver;
/** What the receiver answers next, and then: 200 where nothing is left. */
let answers: { status: number; text?: string; retryAfter?: string }[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-push-'));
  mkdirSync(join(scratch, 'fleet'));
  const cases = {
    'fleet/one': recursion,
    'fleet/two': coroutines,
    ends: coroutineEnds,
    requests: requestKinds,
  };
  for (const [name, record] of Object.entries(cases))
    writeFileSync(join(scratch, `${name}.tsprof`), JSON.stringify(startedThen(await record())));
  receiver = await startReceiver((_, response) => {
    const { status = 200, text = '{}', retryAfter } = answers.shift() ?? {};
    response.statusCode = status;
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    if (status === 307) response.setHeader('location', 'http://elsewhere/');
    response.write(text);
  });
});
afterAll(async () => {
  await receiver.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  receiver.received.length = 0;
  answers = [];
});

const startedThen = (profile: Profile): Profile => ({
  ...profile,
  threads: profile.threads.map((thread) => ({ ...thread, started: STARTED })),
});

function push(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const [path, ...others] = args;
  return runFake(main, ['push', receiver.origin + path, '--service', 'shop', ...others], {
    cwd: scratch,
    env,
  });
}

describe('profiles', () => {
  it('are pushed one by one as pprof, by the API of Pyroscope', async () => {
    const { stderr, exitCode } = await push(['', 'fleet', '--label', 'env=prod', '--label', 'note=a=b']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      ['one', 'two']
        .map((name) => `tsprof: pushed 1 thread of fleet/${name}.tsprof to ${receiver.origin} as shop\n`)
        .join(''),
    );
    expect(receiver.received.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /push.v1.PusherService/Push',
      'POST /push.v1.PusherService/Push',
    ]);
    const [first] = receiver.received.map(({ body }) => seriesOf(body));
    expect(first!.labels).toEqual([
      { name: '__name__', value: 'tsprof' },
      { name: 'service_name', value: 'shop' },
      { name: 'env', value: 'prod' },
      { name: 'note', value: 'a=b' },
    ]);
    expect(first!.samples[0]!.ID).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    const { types, defaultType, samples, started } = readPprof(first!.bytes);
    expect([types, defaultType]).toEqual([['calls/count', 'run/nanoseconds', 'wait/nanoseconds'], 'run']);
    expect(started).toBe(BigInt(STARTED) * 1_000_000n);
    expect(samples.map(({ frames, values, labels }) => [frames[0], ...values, labels['thread']])).toEqual([
      ['[root]', 0, 0, 0, 'main'],
      ['main', 1, 1e6, 0, 'main'],
      ['f', 1, 2e6, 0, 'main'],
      ['g', 1, 4e6, 0, 'main'],
      ['f', 1, 3e6, 0, 'main'],
    ]);
  });

  it('have the same id each time, and the path of the URL before the API', async () => {
    await push(['/profiles/', 'fleet/one.tsprof']);
    await push(['/profiles/push.v1.PusherService/Push', 'fleet/one.tsprof']);
    const [first, second] = receiver.received;
    expect([first!.url.pathname, second!.url.pathname]).toEqual([
      '/profiles/push.v1.PusherService/Push',
      '/profiles/push.v1.PusherService/Push',
    ]);
    expect(first!.body).toEqual(second!.body);
  });

  it('are sent as a form where the URL is that of /ingest', async () => {
    const { exitCode } = await push(['/ingest', 'fleet/two.tsprof', '--label', 'region=eu {1}']);
    expect(exitCode).toBe(0);
    const [{ url, headers, body }] = receiver.received as [Receiver['received'][0]];
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ name: 'shop{region=eu__1_}', format: 'pprof', spyName: 'nodespy' },
      ...{ from: String(STARTED / 1000), until: String(STARTED / 1000 + 1) },
    });
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type']! },
    }).formData();
    const bytes = new Uint8Array(await (form.get('profile') as File).arrayBuffer());
    expect(readPprof(bytes)).toEqual(readPprof(pprof(startedThen(await coroutines()))));
    const types = JSON.parse(await (form.get('sample_type_config') as File).text()) as object;
    expect(Object.keys(types)).toEqual(readPprof(bytes).types.map((type) => type.split('/')[0]));
  });
});

function seriesOf(body: Buffer) {
  const { series } = JSON.parse(String(body)) as {
    series: { labels: object[]; samples: { ID: string; rawProfile: string }[] }[];
  };
  expect(series).toHaveLength(1);
  return { ...series[0]!, bytes: Buffer.from(series[0]!.samples[0]!.rawProfile, 'base64') };
}

describe('who pushes', () => {
  it.each([
    [{ TSPROF_PUSH_TOKEN: 's3cret' }, 'Bearer s3cret'],
    [{ TSPROF_PUSH_USER: '1234', TSPROF_PUSH_PASSWORD: 'pässword:x' }, `Basic ${btoa('1234:pÃ¤ssword:x')}`],
    [{}, undefined],
  ])('is told by the environment: %j', async (env, authorization) => {
    for (const as of ['profiles', 'spans'])
      await push(['', 'ends.tsprof', '--as', as, '--header', 'X-Scope-OrgID: team one'], env);
    expect(receiver.received).toHaveLength(2);
    for (const { headers } of receiver.received) {
      expect(headers['authorization']).toBe(authorization);
      expect(headers['x-scope-orgid']).toBe('team one');
    }
  });

  it.each([
    [
      ['http://me:secret@localhost', 'ends.tsprof'],
      'a password in a URL can be seen by all users of this machine. Set ',
    ],
    [['ftp://localhost', 'ends.tsprof'], '"ftp://localhost" is no URL to push to. '],
    [['localhost:4040', 'ends.tsprof'], '"localhost:4040" is no URL to push to. '],
    [
      ['http://localhost', 'ends.tsprof', '--label', 'a.b=1'],
      '--label is "a.b=1", but a name and a value are expected. ',
    ],
    [['http://localhost', 'ends.tsprof', '--label', '__name__=1'], '--label is "__name__=1", but '],
    [['http://localhost', 'ends.tsprof', '--header', 'A: b\r\nC: d'], '--header is "A: b\\r\\nC: d", but '],
    [['http://localhost', 'none.tsprof'], 'cannot read none.tsprof: there is no such file or directory. '],
  ])('%j is refused in one line', async ([url, file, ...options], message) => {
    const { stderr, exitCode } = await runFake(main, ['push', url!, file!, '--service', 's', ...options], {
      cwd: scratch,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`tsprof: ${message}`);
  });

  it('has to name a service, by an option or the variable of OpenTelemetry', async () => {
    const args = ['push', receiver.origin, 'fleet/one.tsprof'];
    expect((await runFake(main, args, { cwd: scratch })).stderr).toBe(
      'tsprof: it is not known which service the profiles are of. Name it: --service NAME, or OTEL_SERVICE_NAME.\n',
    );
    await runFake(main, args, { cwd: scratch, env: { OTEL_SERVICE_NAME: 'till' } });
    expect(seriesOf(receiver.received[0]!.body).labels).toContainEqual({
      name: 'service_name',
      value: 'till',
    });
  });
});

describe('what is not taken', () => {
  const message = () => ({ url: new URL('/x', receiver.origin), headers: {}, body: 'x' });

  async function sent(): Promise<{ pauses: number[]; error: string | null }> {
    const pauses: number[] = [];
    const wait = (ms: number): Promise<void> => {
      pauses.push(ms);
      return Promise.resolve();
    };
    const error = await send(message(), wait).then(
      () => null,
      (reason: Error) => reason.message.replace(receiver.origin, ''),
    );
    return { pauses, error };
  }

  it('is sent again, three times at most, after longer and longer pauses', async () => {
    answers = [{ status: 503 }, { status: 429 }];
    expect(await sent()).toEqual({ pauses: [1000, 2000], error: null });
    answers = Array.from({ length: 9 }, () => ({ status: 502, text: 'no\n  server' }));
    expect(await sent()).toEqual({
      pauses: [1000, 2000, 4000],
      error: '/x answers 502: no server (4 attempts)',
    });
    expect(answers).toHaveLength(5);
  });

  it('is sent again when the server says, if that is soon', async () => {
    answers = [{ status: 429, retryAfter: '7' }];
    expect(await sent()).toEqual({ pauses: [7000], error: null });
    answers = [{ status: 429, text: 'enough', retryAfter: '3600' }];
    expect(await sent()).toEqual({ pauses: [], error: '/x answers 429: enough' });
  });

  it.each([
    [{ status: 401, text: '' }, 'answers 401: Unauthorized'],
    [{ status: 500, text: 'x'.repeat(1000) }, `answers 500: ${'x'.repeat(300)}`],
    [{ status: 307 }, 'answers 307: moved to http://elsewhere/'],
  ])('is not sent again where the answer is another one (%#)', async (answer, error) => {
    answers = [answer];
    expect(await sent()).toEqual({ pauses: [], error: `/x ${error}` });
  });

  it('is told in one line, and the others are sent', async () => {
    answers = [{ status: 400, text: 'profile \x1b[31mtoo old' }];
    const { stderr, exitCode } = await push(['', 'fleet']);
    expect(exitCode).toBe(1);
    const api = `${receiver.origin}/push.v1.PusherService/Push`;
    expect(stderr.split('\n')).toEqual([
      `tsprof: fleet/one.tsprof was not pushed: ${api} answers 400: profile \\x1b[31mtoo old`,
      `tsprof: pushed 1 thread of fleet/two.tsprof to ${receiver.origin} as shop`,
      '',
    ]);
  });

  it('ends it all where none would be taken', async () => {
    answers = [{ status: 401, text: 'who are you?' }];
    const { stderr, exitCode } = await push(['', 'fleet']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`tsprof: ${receiver.origin}/push.v1.PusherService/Push answers 401: who are you?\n`);
    expect(receiver.received).toHaveLength(1);
    answers = [{ status: 403, text: 'no spans' }];
    const spans = await push(['', 'ends.tsprof', '--as', 'spans']);
    expect(spans.stderr).toBe(`tsprof: ${receiver.origin}/v1/traces answers 403: no spans\n`);
    expect(spans.exitCode).toBe(1);
  });
});

interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

/** What a receiver of OTLP as JSON knows. */
function spansOf(body: Buffer): { resource: unknown; spans: readonly OtlpSpan[] } {
  const { resourceSpans } = JSON.parse(String(body)) as {
    resourceSpans: { resource: { attributes: unknown }; scopeSpans: { spans: OtlpSpan[] }[] }[];
  };
  const [{ resource, scopeSpans }] = resourceSpans as [(typeof resourceSpans)[0]];
  return { resource: resource.attributes, spans: scopeSpans[0]!.spans };
}

const valueOf = ({ attributes }: OtlpSpan, name: string): unknown => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value === undefined ? undefined : Object.values(value)[0];
};

describe('spans', () => {
  const began = ({ startTimeUnixNano }: OtlpSpan): number =>
    Number(BigInt(startTimeUnixNano) - BigInt(STARTED) * 1_000_000n) / 1e6;
  const length = ({ startTimeUnixNano, endTimeUnixNano }: OtlpSpan): number =>
    Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6;

  it('are the slowest coroutines, to the nanosecond, each below the one that has started it', async () => {
    const { stderr } = await push(['', 'ends.tsprof', '--as', 'spans', '--label', 'env=prod']);
    expect(stderr).toBe(`tsprof: pushed 10 spans of ends.tsprof to ${receiver.origin} as shop\n`);
    expect(receiver.received[0]!.url.pathname).toBe('/v1/traces');
    const { resource, spans } = spansOf(receiver.received[0]!.body);
    expect(resource).toEqual([
      { key: 'env', value: { stringValue: 'prod' } },
      { key: 'service.name', value: { stringValue: 'shop' } },
    ]);
    const nameOf = new Map(spans.map(({ spanId, name }) => [spanId, name]));
    const told = spans.map((span) => {
      const above = span.parentSpanId === undefined ? '' : ` < ${nameOf.get(span.parentSpanId)!}`;
      const own = Number(valueOf(span, 'tsprof.own_ns')) / 1e6;
      const waits = Number(valueOf(span, 'tsprof.wait_ns')) / 1e6;
      return `${span.name}${above}: ${began(span)} + ${length(span)}, own ${own}, waits ${waits}, ${String(valueOf(span, 'tsprof.outcome'))} ${span.status.code}`;
    });
    expect(told).toEqual(ENDS);
  });

  it('of requests are named after the route, and known as those of a server', async () => {
    await push(['', 'requests.tsprof', '--as', 'spans']);
    const { spans } = spansOf(receiver.received[0]!.body);
    const requests = spans.filter(({ kind }) => kind === api.SpanKind.SERVER + 1);
    expect(
      requests.map((span) => [
        span.name,
        valueOf(span, 'http.request.method'),
        valueOf(span, 'http.route'),
        valueOf(span, 'code.function.name'),
        began(span),
        length(span),
        span.status.code,
      ]),
    ).toEqual([
      ['GET /users/:id', 'GET', '/users/:id', 'user', 0, 67, 0],
      ['GET /report', 'GET', '/report', 'report', 1, 65, 0],
      ['GET /users/:id', 'GET', '/users/:id', 'user', 168, 6, 0],
      ['GET /health', 'GET', '/health', 'health', 1, 1, 0],
      ['GET /broken', 'GET', '/broken', 'broken', 167, 1, api.SpanStatusCode.ERROR],
    ]);
  });

  it('are what OpenTelemetry itself makes of them, with ids that stay the same', async () => {
    await push(['', 'ends.tsprof', '--as', 'spans', '--limit', '3']);
    await push(['/v1/traces', 'ends.tsprof', '--as', 'spans', '--limit', '3']);
    const [first, second] = receiver.received;
    expect(first!.body).toEqual(second!.body);
    const profile = JSON.parse(readFileSync(join(scratch, 'ends.tsprof'), 'utf8')) as Profile;
    const slowest = [...spanRecords(profile)].sort((one, other) => other.length - one.length).slice(0, 3);
    const spans = makeSpans(slowest, profile.created, { service: 'shop', labels: {} }, api, sdk);
    expect(JSON.parse(String(first!.body))).toEqual(
      JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(spans)!).toString()),
    );
  });

  it('are whole traces, however few are sent', async () => {
    await push(['', 'ends.tsprof', '--as', 'spans', '--limit', '8']);
    expect(spansOf(receiver.received[0]!.body).spans).toHaveLength(8);
    const records = spanRecords(await coroutineEnds()).filter(({ place }) => place.name === 'query');
    const alone = makeSpans(records, 'x', { service: 'shop', labels: {} }, api, sdk);
    expect(alone.map(({ parentSpanContext }) => parentSpanContext)).toEqual(records.map(() => undefined));
    expect(new Set(alone.map((span) => span.spanContext().traceId)).size).toBe(records.length);
  });

  it('know no parent where it could be another one', async () => {
    const profile = await coroutineEnds();
    const [thread] = profile.threads;
    // One more of work than are kept.
    const work = thread!.edges.to.findIndex((to) => profile.sites.name[thread!.nodes.site[to]!] === 'work');
    const ncall = thread!.edges.ncall.map((count, edge) => (edge === work ? count + 1 : count));
    const other = { ...profile, threads: [{ ...thread!, edges: { ...thread!.edges, ncall } }] };
    const parents = (of: Profile) =>
      spanRecords(of)
        .filter(({ path }) => path.includes('work') && path.at(-1) === 'query')
        .map(({ parent }) => parent?.place.name ?? null);
    expect(parents(profile)).toEqual(['work', 'work', 'work', 'work']);
    expect(parents(other)).toEqual([null, null, null, null]);
  });
});

/** As `coroutineEnds` says. The query of the second load could be of either, as both wait when it begins. */
const ENDS: readonly string[] = [
  'main: 0 + 123, own 0, waits 120, pending 0',
  'work < main: 0 + 111, own 0, waits 107, fulfilled 0',
  'query < work: 12 + 91, own 1, waits 90, fulfilled 0',
  'load < main: 111 + 12, own 0, waits 11, pending 0',
  'query < load: 111 + 12, own 1, waits 11, pending 0',
  'load < main: 112 + 11, own 0, waits 10, pending 0',
  'query: 112 + 11, own 1, waits 10, pending 0',
  'query < work: 103 + 8, own 1, waits 7, rejected 2',
  'query < work: 0 + 6, own 1, waits 5, fulfilled 0',
  'query < work: 6 + 6, own 1, waits 5, fulfilled 0',
];
