import { ROOT_PLACE, haveCounts, printable } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile } from '@tsprof/runtime/profile';
import { gzipSync } from 'node:zlib';
import {
  Function as PprofFunction,
  Label,
  Line,
  Location,
  Profile as Pprof,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { assertWritable, callStacks } from './call-stacks.ts';
import { namesAlone } from './labels.ts';
import { sitePlaces } from './site-places.ts';
import { threadNames } from './threads.ts';
import { int64 } from './whole.ts';

/** Locations and functions are numbered from 1: this is the root's, those of functions follow. */
const ROOT_ID = 1;
const NS_PER_MS = 1_000_000n;

/** Of each sample: how many calls, and how long they ran and waited. Running time is what is shown first. */
const VALUES = [
  ['calls', 'count'],
  ['run', 'nanoseconds'],
  ['wait', 'nanoseconds'],
] as const;

/** The format of pprof, gzipped: a sample for each edge of the tree, with labels for its thread and tag. */
export function pprof(profile: Profile): Uint8Array {
  assertWritable(profile);
  const strings = new StringTable();
  const { rows, places } = sitePlaces(profile);
  const sample = samplesOf(profile, rows, strings);
  const elapsed = sample.reduce((sum, { value }) => sum + Number(value[1]), 0);
  const values = valuesOf(profile);
  const bytes = new Pprof({
    sampleType: values.map(([type, unit]) => valueType(strings, type, unit)),
    // Calls come first.
    sample: values.length === VALUES.length ? sample : sample.map(withoutCalls),
    ...tables(places, strings),
    stringTable: strings,
    timeNanos: started(profile),
    durationNanos: int64(elapsed),
    comment: [strings.dedup(profile.generator)],
    defaultSampleType: strings.dedup('run'),
  }).encode();
  return gzipSync(bytes);
}

/** A profile that was sampled tells of no calls. */
const valuesOf = ({ threads }: Profile) => (haveCounts(threads) ? VALUES : VALUES.slice(1));

const withoutCalls = ({ locationId, value, label }: Sample): Sample =>
  new Sample({ locationId, value: value.slice(1), label });

function valueType(strings: StringTable, type: string, unit: string): ValueType {
  return new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
}

/** A function and a location for each function of the profile; those of one name are told apart, as readers go by that. */
function tables(
  places: readonly FunctionPlace[],
  strings: StringTable,
): { function: PprofFunction[]; location: Location[] } {
  const all = [ROOT_PLACE, ...places];
  const names = namesAlone(all);
  const text = (value: string) => strings.dedup(printable(value));
  return {
    function: all.map(({ name, file, line }, at) => {
      const shown = strings.dedup(names[at]!);
      // Where both names are the same, pprof takes what stands in `<>` for a template's and leaves it out.
      const systemName = text(name) === shown ? 0 : text(name);
      return new PprofFunction({
        ...{ id: at + 1, name: shown, systemName, filename: text(file), startLine: line },
      });
    }),
    location: all.map(({ line, column, kind }, at) => {
      const isInSource = kind !== 'root' && kind !== 'tag';
      const place = isInSource ? { line, column: column + 1 } : {};
      return new Location({ id: at + 1, line: [new Line({ functionId: at + 1, ...place })] });
    }),
  };
}

function samplesOf(profile: Profile, rows: Int32Array, strings: StringTable): Sample[] {
  const threads = threadNames(profile);
  const tagOf = tagFinder(profile);
  const label = (key: string, value: string) =>
    new Label({ key: strings.dedup(key), str: strings.dedup(printable(value)) });
  return profile.threads.flatMap((thread, at) => {
    const ofThread = label('thread', threads[at]!);
    const root = new Sample({
      locationId: [ROOT_ID],
      value: [0, int64(thread.rootSelf), 0],
      label: [ofThread],
    });
    const samples = [root];
    for (const { sites, ncall, tsub, twait } of callStacks(thread)) {
      const tag = tagOf(sites);
      const locationId = sites.map((site) => rows[site]! + ROOT_ID + 1).reverse();
      locationId.push(ROOT_ID);
      const labels = tag === undefined ? [ofThread] : [ofThread, label('tag', tag)];
      samples.push(new Sample({ locationId, value: [ncall, int64(tsub), int64(twait)], label: labels }));
    }
    return samples;
  });
}

/** The name of the innermost tag on a stack. */
function tagFinder({ sites: { name, kind } }: Profile): (sites: readonly number[]) => string | undefined {
  if (!kind.includes('tag')) return () => undefined;
  return (sites) => {
    const tag = sites.findLast((site) => kind[site] === 'tag');
    return tag === undefined ? undefined : name[tag]!.replace(/^\[tag ([^]*)\]$/, '$1');
  };
}

/** When the first thread began, in ns since 1970. */
function started({ threads }: Profile): bigint {
  const first = threads.reduce((least, { started }) => Math.min(least, started), Infinity);
  return Number.isFinite(first) ? BigInt(Math.round(first)) * NS_PER_MS : 0n;
}
