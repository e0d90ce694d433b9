import { jsonText } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { assertTimed, assertWritable, callStacks } from './call-stacks.ts';
import type { CallStack } from './call-stacks.ts';
import { sitePlaces } from './site-places.ts';
import { threadNames } from './threads.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
/** What this exporter is called; the importer knows its profiles of waiting by that. */
export const EXPORTER = 'tsprof';
export const RUNNING = ': running';
export const WAITING = ': waiting';

/** The frame of the root comes first. */
const ROOT_FRAME = 0;

/**
 * speedscope's own format: for each thread a profile of running time, and one of waiting where there was any. Both are trees
 * that add up: what is below a function that waits is not part of its total.
 */
export function* speedscope(profile: Profile): Iterable<string> {
  assertTimed(profile);
  assertWritable(profile);
  const { rows, places } = sitePlaces(profile);
  yield `{"$schema":${jsonText(SCHEMA)},"exporter":${jsonText(EXPORTER)},"activeProfileIndex":0,\n`;
  yield '"shared":{"frames":[{"name":"[root]"}';
  for (const place of places) yield `,\n${jsonText(frame(place))}`;
  yield ']},\n"profiles":[';
  const names = threadNames(profile);
  let before = '\n';
  for (const [at, thread] of profile.threads.entries()) {
    for (const measure of measures(thread)) {
      yield before;
      yield* sampled(`${names[at]!}${measure.name}`, thread, measure, rows);
      before = ',\n';
    }
  }
  yield '\n]}\n';
}

/** The definition's line: frames that differ in it would be several functions. Lines and columns count from 1. */
function frame({ name, file, line, column }: FunctionPlace): object {
  return file === '' ? { name } : { name, file, line, col: column + 1 };
}

interface Measure {
  readonly name: string;
  readonly root: number;
  readonly of: (stack: CallStack) => number;
}

function measures(thread: ThreadProfile): readonly Measure[] {
  const running = { name: RUNNING, root: thread.rootSelf, of: ({ tsub }: CallStack) => tsub };
  const waiting = { name: WAITING, root: 0, of: ({ twait }: CallStack) => twait };
  return thread.edges.twait.some((time) => time > 0) ? [running, waiting] : [running];
}

function* sampled(name: string, thread: ThreadProfile, measure: Measure, rows: Int32Array): Iterable<string> {
  const { root, of } = measure;
  const weights: number[] = [];
  const weigh = (weight: number) => void (weight > 0 && weights.push(weight));
  yield `{"type":"sampled","name":${jsonText(name)},"unit":"nanoseconds","startValue":0,"samples":[`;
  weigh(root);
  if (root > 0) yield `[${ROOT_FRAME}]`;
  for (const stack of callStacks(thread)) {
    if (of(stack) <= 0) continue;
    const frames = stack.sites.map((site) => rows[site]! + 1).join(',');
    yield `${weights.length > 0 ? ',\n' : ''}[${ROOT_FRAME},${frames}]`;
    weigh(of(stack));
  }
  const end = weights.reduce((sum, weight) => sum + weight, 0);
  yield `],\n"weights":${jsonText(weights)},"endValue":${jsonText(end)}}`;
}
