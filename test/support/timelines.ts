import { sitesOf } from '../../runtime/src/sites/sites.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import type { ReplayState } from '../../runtime/src/replay/replay.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { threadProfile } from '../../runtime/src/thread-profile/thread-profile.ts';
import { createRealm } from '../../runtime/src/realm.ts';
import { Session } from '../../runtime/src/session/session.ts';
import { Batch } from '../../runtime/src/carriers/batch.ts';
import { fileHead } from '../../runtime/src/timeline/format.ts';
import { LaneWriter, type BlockSink } from '../../runtime/src/timeline/lane-writer.ts';
import { TimelineRecorder } from '../../runtime/src/timeline/recorder.ts';
import { eventsIn, openTimeline, slicesIn, type Timeline } from '../../runtime/src/timeline/timeline.ts';
import type { TimelineSource } from '../../runtime/src/timeline/blocks-of.ts';
import { CALL, CUT, ENDS, HOW_MASK, PARKS, WAITS } from '../../runtime/src/timeline/format.ts';
import { allProbes } from '../../runtime/src/probes/wrappers/index.ts';
import { tagging, type Controls } from './virtual-controls.ts';
import { parts } from './virtual-carriers.ts';
import { createVirtualLoop } from './virtual-loop.ts';
import { compile, run, type Outcome, type RunOptions } from './virtual-program.ts';

/** A millisecond in a virtual program: a unit of its time is a nanosecond. */
export const MS = 1e6;

export interface RecordOptions extends RunOptions {
  readonly threshold?: number;
  /** Refuses blocks, or wants no more slices. */
  readonly sink?: Partial<BlockSink>;
  /** How the lane's thread is called, and what its times count from. */
  readonly name?: string;
  readonly origin?: number;
}

/** Runs a program's `main` under the fake clock; returns what a timeline file of it has in it. `ms` is there to be used. */
export async function recordTimeline(source: string, options: RecordOptions = {}): Promise<Uint8Array> {
  return (await recorded(source, options)).bytes;
}

/** The same with what the program did. */
export async function recorded(
  source: string,
  { threshold = 0, sink = {}, name = 'main', origin = 0, ...options }: RecordOptions = {},
): Promise<{ readonly bytes: Uint8Array; readonly outcome: Outcome; readonly profile: Profile }> {
  const realm = createRealm();
  const loop = createVirtualLoop();
  const blocks: Uint8Array[] = [fileHead()];
  const info = { id: '1.0', name, pid: 1, cwd: '/', started: 0, origin, threshold };
  const keep: BlockSink = { append: (block) => blocks.push(block) > 0, isBrief: false };
  let recorder: TimelineRecorder | null = null;
  let state: ReplayState | null = null;
  const session = new Session(realm, () => {
    const batch = new Batch({ ...parts(realm, loop), samples: null });
    const writer = new LaneWriter(0, info, sitesOf(realm.registry), Object.assign(keep, sink));
    recorder = new TimelineRecorder(batch.state, writer, threshold);
    state = batch.state;
    const profile = () => Promise.reject(new Error('of no interest here'));
    return {
      clock: 'exact',
      start: () => batch.start(),
      stop: () => batch.stop(),
      clear: () => batch.clear(),
      profile,
    };
  });
  const controls: Controls = {
    ...{ start: () => session.start(), stop: () => session.stop(), clear: () => session.clear() },
    snapshot: () => undefined,
    ...tagging(session),
  };
  const program = compile(`const ms = ${MS};\n${source}`, options, true);
  const outcome = await run(program, loop, controls, allProbes(realm), options);
  if (session.isRunning()) session.stop();
  const thread = { ...info, clock: 'exact' as const, health: {}, notes: [] };
  const profile = threadProfile(thread, sitesOf(realm.registry), snapshot(state!));
  recorder!.close();
  return { bytes: joined(blocks), outcome, profile };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** All pieces of a file as one. */
export const inOne = (pieces: Iterable<Uint8Array>): Uint8Array => joined([...pieces]);

/** A file of these bytes. */
export function sourceOf(bytes: Uint8Array, name = 'a.timeline'): TimelineSource {
  return { name, size: bytes.length, read: (at, length) => bytes.slice(at, at + length) };
}

/** The timeline in these bytes. */
export function timelineOf(...files: readonly Uint8Array[]): Timeline {
  return openTimeline(files.map((bytes, index) => sourceOf(bytes, `${index}.timeline`)));
}

const HOW = { [CALL]: 'call', [WAITS]: 'waits', [PARKS]: 'parks', [ENDS]: 'ends', [CUT]: 'cut' };

/** Slices, a line each, in the order in which they are written: `name#instance start-end how at line by #creator for #awaited`. */
export function printedSlices({ lanes }: Timeline): string {
  const lines: string[] = [];
  for (const lane of lanes)
    for (const block of lane.slices)
      slicesIn(block, ({ how, start, end, site, depth, instance, creator, place, awaited }) => {
        const row = lane.sites.get(site)!;
        const at = place === 0 ? '' : ` at ${row[6][place - 1]![1]}`;
        const number = instance === 0 ? '' : `#${instance}`;
        const by = creator === 0 ? '' : ` by #${creator}`;
        const waits = awaited === 0 ? '' : ` for #${awaited}`;
        const what = HOW[(how & HOW_MASK) as 0];
        lines.push(
          `${'.'.repeat(depth)}${row[1]}${number} ${start / MS}-${end / MS} ${what}${at}${by}${waits}`,
        );
      });
  return lines.join('\n');
}

/** Events, a line each: `kind start+duration`. */
export function printedEvents({ lanes }: Timeline): string {
  const events = lanes.flatMap(({ events }) => events.flatMap(eventsIn));
  return events.map(({ kind, start, duration }) => `${kind} ${start / MS}+${duration / MS}`).join('\n');
}
