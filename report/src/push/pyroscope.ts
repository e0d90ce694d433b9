import { createHash } from 'node:crypto';
import type { Profile } from '@tsprof/runtime/profile';
import { pprof } from '../exports/pprof.ts';
import type { Destination } from './destination.ts';
import type { Message } from './send.ts';

/** What all our profiles are called there: `tsprof:run:nanoseconds::` is one of their types. */
const NAME = 'tsprof';
const PUSH = 'push.v1.PusherService/Push';
const MS_PER_S = 1000;
const NS_PER_MS = 1e6;

/** How older receivers show our values, which they would leave out otherwise. */
const SAMPLE_TYPES = {
  calls: { units: 'objects', aggregation: 'sum', 'display-name': 'calls', sampled: false },
  run: { units: 'lock_nanoseconds', aggregation: 'sum', 'display-name': 'run', sampled: false },
  wait: { units: 'lock_nanoseconds', aggregation: 'sum', 'display-name': 'wait', sampled: false },
};

/** A profile as Pyroscope and its like take it: by the API for pushing, or where the URL ends so, by that at `/ingest`. */
export function pyroscopeMessage(profile: Profile, destination: Destination): Message {
  const bytes = pprof(profile);
  const isIngest = destination.url.pathname.endsWith('/ingest');
  return isIngest ? ingestMessage(bytes, profile, destination) : pushMessage(bytes, destination);
}

/** `push.v1.PusherService/Push`, as JSON. What is pushed twice has the same id. */
function pushMessage(bytes: Uint8Array, { url, headers, service, labels }: Destination): Message {
  const all = { __name__: NAME, service_name: service, ...labels };
  const series = {
    labels: Object.entries(all).map(([name, value]) => ({ name, value })),
    samples: [{ ID: idOf(bytes), rawProfile: Buffer.from(bytes).toString('base64') }],
  };
  return {
    url: pushUrl(url),
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ series: [series] }),
  };
}

function pushUrl(given: URL): URL {
  const url = new URL(given);
  if (!url.pathname.endsWith(PUSH)) url.pathname = `${url.pathname.replace(/\/$/, '')}/${PUSH}`;
  return url;
}

/** A UUID by what is in it (version 8: made up by us). */
function idOf(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join('-');
}

/** The older API: a form with the profile in it. Labels are a part of the name, which knows no escapes. */
function ingestMessage(
  bytes: Uint8Array,
  profile: Profile,
  { url: given, headers, service, labels }: Destination,
): Message {
  const { from, until } = spanOf(profile);
  const tags = Object.entries(labels).map(([name, value]) => `${name}=${plain(value)}`);
  const url = new URL(given);
  const query = {
    name: `${plain(service)}{${tags.join(',')}}`,
    from,
    until,
    format: 'pprof',
    spyName: 'nodespy',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const body = new FormData();
  body.set('profile', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'profile.pb.gz');
  body.set('sample_type_config', new Blob([JSON.stringify(SAMPLE_TYPES)]), 'sample_type_config.json');
  return { url, headers, body };
}

const plain = (text: string): string => text.replace(/[{},=\s]/g, '_');

/** When the profile was taken, in seconds since 1970. */
function spanOf({ threads }: Profile): { readonly from: number; readonly until: number } {
  const from = threads.reduce((least, { started }) => Math.min(least, started), Infinity);
  const until = threads.reduce(
    (most, { started, elapsed }) => Math.max(most, started + elapsed / NS_PER_MS),
    0,
  );
  const first = Number.isFinite(from) ? Math.floor(from / MS_PER_S) : 0;
  return { from: first, until: Math.max(first + 1, Math.ceil(until / MS_PER_S)) };
}
