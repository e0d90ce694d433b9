import type { Profile, RequestStats } from '@tsprof/runtime/profile';
import { duration } from '../units.ts';
import { awaitOf, delayOf, type Finding } from './request-findings.ts';
import { waitText } from './slowest-await.ts';
import { counted } from './text.ts';

/** What is to be said of one tag, in texts that are to be made safe to show. */
export interface Tale {
  readonly row: RequestStats;
  /** What it is about, ns; whether that is an upper bound. */
  readonly time: number;
  readonly isBound: boolean;
  /** Goes on behind the tag's name and this. */
  readonly joint: ', which ' | ' ';
  readonly words: string;
  readonly where: Culprit | null;
}

/** The function or await that it is due to. */
export interface Culprit {
  readonly words: 'most at' | 'most by';
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What else is to be said of it. */
  readonly more: string | null;
}

interface Selected {
  readonly threads?: readonly string[] | undefined;
}

const WHICH = ', which ';

/** So many tags that block are told of. */
const MOST_BLOCKING = 3;

/** What to look at first, then the others that there are of these: who waits, who blocks, who was blocked. */
export function story(profile: Profile, found: readonly Finding[], selected: Selected): readonly Tale[] {
  const delays = found.reduce((sum, { delay }) => sum + delay, 0);
  const [waiting] = ordered(found, ({ idle }) => idle);
  const blocking = ordered(found, ({ verdict, caused }) => (verdict === 'blocks' ? caused : 0));
  const [delayed] = ordered(found, ({ delay }) => delay);
  const [running] = ordered(found, ({ verdict, row }) => (verdict === 'runs' ? row.tsub : 0));
  const kinds = [
    { weight: blocking.length === 0 ? 0 : delays, tales: blocking.slice(0, MOST_BLOCKING).map(blocks) },
    {
      weight: waiting?.idle ?? 0,
      tales: waiting === undefined ? [] : [waits(profile, waiting, selected)],
    },
  ];
  const isRunning = running !== undefined && kinds.every(({ weight }) => weight < running.row.tsub);
  if (isRunning) kinds.push({ weight: running.row.tsub, tales: [runs(running)] });
  const told = kinds.sort((a, b) => b.weight - a.weight).flatMap(({ tales }) => tales);
  if (told.length === 0 || delayed === undefined) return told;
  return [...told, blocked(profile, delayed, selected, ' most:')];
}

/** Those of which there is any, the most first. */
function ordered(found: readonly Finding[], read: (finding: Finding) => number): readonly Finding[] {
  return found.filter((finding) => read(finding) > 0).sort((a, b) => read(b) - read(a));
}

/** All that there is to say of one tag. */
export function talesOf(profile: Profile, finding: Finding, selected: Selected): readonly Tale[] {
  return [
    ...(finding.row.tsub > 0 ? [runs(finding)] : []),
    ...(finding.caused > 0 ? [blocks(finding)] : []),
    ...(finding.idle > 0 ? [waits(profile, finding, selected)] : []),
    ...(finding.delay > 0 ? [blocked(profile, finding, selected)] : []),
  ];
}

function waits(profile: Profile, { row, idle }: Finding, selected: Selected): Tale {
  const slowest = awaitOf(profile, row, selected);
  return {
    ...{ row, time: idle, isBound: false, joint: WHICH },
    words: `waits for the outside: ${duration(idle)} of ${duration(row.wall)}`,
    where:
      slowest === null
        ? null
        : {
            ...{ words: 'most at', name: slowest.function, file: slowest.file, line: slowest.line },
            more: `which waits ${waitText(slowest)}`,
          },
  };
}

function blocks({ row, caused, waits, blockers }: Finding): Tale {
  return {
    ...{ row, time: caused, isBound: true, joint: WHICH },
    words: `blocks the thread: ${counted(waits, 'await')} delayed by up to ${duration(caused)} in all`,
    where: culprit(blockers[0]),
  };
}

function blocked(profile: Profile, { row, delay }: Finding, selected: Selected, most = ''): Tale {
  return {
    ...{ row, time: delay, isBound: true, joint: ' ' },
    words: `was blocked${most} by up to ${duration(delay)} of ${duration(row.wall)}`,
    where: culprit(delayOf(profile, row, selected)?.blocker),
  };
}

function runs({ row }: Finding): Tale {
  return {
    ...{ row, time: row.tsub, isBound: false, joint: WHICH },
    words: `computes: ${duration(row.tsub)} of ${duration(row.wall)}`,
    where: null,
  };
}

type Named = Pick<Culprit, 'name' | 'file' | 'line'>;

function culprit(who: Named | undefined): Culprit | null {
  return who === undefined
    ? null
    : { words: 'most by', name: who.name, file: who.file, line: who.line, more: null };
}
