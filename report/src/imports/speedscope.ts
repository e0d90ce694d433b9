import type { Profile } from '@tsprof/runtime/profile';
import {
  below,
  count,
  finite,
  readField,
  readList,
  readObject,
  refuse,
  text,
  time,
} from '@tsprof/runtime/reading';
import type { Column, Fields, ReadBudget } from '@tsprof/runtime/reading';
import { EXPORTER, RUNNING, WAITING } from '../exports/speedscope.ts';
import { ROOT_NAME, namedPlace } from './foreign-names.ts';
import { imported } from './imported.ts';
import type { ImportOptions } from './imported.ts';
import { Sites } from './sites.ts';
import { ROOT_NODE, StackTree } from './stack-tree.ts';

const UNITS: Readonly<Record<string, number>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
};
/** Stands for the root among the sites of frames. */
const ROOT_SITE = -1;

const oneOf = (names: readonly string[]): Column<string> => ({
  accepts: (value): value is string => names.includes(value as string),
  rule: () => `one of ${names.join(', ')} is expected`,
});
const type = oneOf(['sampled', 'evented']);
const eventType = oneOf(['O', 'C']);
const unit = oneOf([...Object.keys(UNITS), 'none']);

/** One profile of a file, and where it stands in messages. */
interface Input {
  readonly fields: Fields;
  readonly place: string;
  readonly scale: number;
  /** The site of each frame. */
  readonly frames: readonly number[];
}

/** A file of speedscope: each of its profiles is a thread; of ours, running and waiting are one. */
export function importSpeedscope(document: Fields, options: ImportOptions, budget: ReadBudget): Profile {
  const sites = new Sites(options.name, budget);
  const root = `${options.name}: `;
  const isOurs = document['exporter'] === EXPORTER;
  const frames = readFrames(document['shared'], below(root, 'shared'), sites, isOurs);
  const threads = new Map<string, StackTree>();
  for (const [at, value] of readList(document['profiles'], below(root, 'profiles')).entries()) {
    const place = below(below(root, 'profiles'), at);
    const fields = readObject(value, place);
    const name = readField(fields, place, 'name', text);
    const isWaiting = isOurs && name.endsWith(WAITING);
    const key = isOurs ? name.slice(0, -(isWaiting ? WAITING : RUNNING).length) : `${at} ${name}`;
    const tree = threads.get(key) ?? new StackTree(options.name);
    threads.set(key, tree);
    const scale = UNITS[readField(fields, place, 'unit', unit)] ?? options.unit;
    addProfile(tree, { fields, place, scale, frames }, isWaiting);
  }
  const found = [...threads].map(([key, tree]) => {
    const { rootSelf, nodes, edges } = tree.folded();
    const name = isOurs ? key : key.slice(key.indexOf(' ') + 1);
    return { name, rootSelf, nodes, edges: edges.table() };
  });
  return imported(found, sites, options);
}

function readFrames(value: unknown, place: string, sites: Sites, isOurs: boolean): readonly number[] {
  const { frames } = readObject(value, place);
  return readList(frames, below(place, 'frames')).map((frame, at) => {
    const framePlace = below(below(place, 'frames'), at);
    const fields = readObject(frame, framePlace);
    const optional = <T>(name: string, column: Column<T>, otherwise: T): T =>
      fields[name] === undefined || fields[name] === null
        ? otherwise
        : readField(fields, framePlace, name, column);
    const name = readField(fields, framePlace, 'name', text);
    if (isOurs && name === ROOT_NAME) return ROOT_SITE;
    const column = Math.max(0, optional('col', finite, 1) - 1);
    return sites.of(
      namedPlace(name, { file: optional('file', text, ''), line: optional('line', count, 0), column }),
    );
  });
}

function addProfile(tree: StackTree, input: Input, isWaiting: boolean): void {
  if (readField(input.fields, input.place, 'type', type) === 'sampled') addSamples(tree, input, isWaiting);
  else addEvents(tree, input);
}

function addSamples(tree: StackTree, { fields, place, scale, frames }: Input, isWaiting: boolean): void {
  const samples = readList(fields['samples'], below(place, 'samples'));
  const weights = readList(fields['weights'], below(place, 'weights'));
  if (samples.length !== weights.length)
    refuse(
      below(place, 'weights'),
      weights,
      `there are ${samples.length} samples and ${weights.length} weights`,
    );
  for (const [at, sample] of samples.entries()) {
    const samplePlace = below(below(place, 'samples'), at);
    const sites = (readList(sample, samplePlace) as readonly number[]).map((frame) =>
      siteOf(frames, frame, samplePlace),
    );
    const weight = weights[at] as number;
    if (!time.accepts(weight, at)) refuse(below(below(place, 'weights'), at), weight, time.rule(weight));
    const node = tree.at(sites.filter((site) => site !== ROOT_SITE));
    tree.add(node, { [isWaiting ? 'twait' : 'tsub']: weight * scale });
  }
}

/** Functions that open and close; each that opens is a call. */
function addEvents(tree: StackTree, { fields, place, scale, frames }: Input): void {
  const stack: { frame: number; node: number }[] = [];
  let last = readField(fields, place, 'startValue', finite);
  const passTo = (at: number, eventPlace: string): void => {
    if (at < last) refuse(below(eventPlace, 'at'), at, `the one before is at ${last}`);
    tree.add(stack.at(-1)?.node ?? ROOT_NODE, { tsub: (at - last) * scale });
    last = at;
  };
  for (const [row, event] of readList(fields['events'], below(place, 'events')).entries()) {
    const eventPlace = below(below(place, 'events'), row);
    const read = readObject(event, eventPlace);
    const frame = readField(read, eventPlace, 'frame', count);
    passTo(readField(read, eventPlace, 'at', finite), eventPlace);
    if (readField(read, eventPlace, 'type', eventType) === 'O') {
      const node = tree.below(stack.at(-1)?.node ?? ROOT_NODE, siteOf(frames, frame, eventPlace));
      tree.add(node, { ncall: 1 });
      stack.push({ frame, node });
    } else if (stack.pop()?.frame !== frame) refuse(below(eventPlace, 'frame'), frame, 'another one is open');
  }
  passTo(Math.max(last, readField(fields, place, 'endValue', finite)), place);
}

function siteOf(frames: readonly number[], frame: number, place: string): number {
  return frames[frame] ?? refuse(place, frame, `there are ${frames.length} frames`);
}
