import { CLEAR } from '../../runtime/src/events.ts';
import {
  liveThread,
  type LiveCoroutines,
  type LiveThread,
} from '../../runtime/src/thread-profile/live-stacks.ts';
import { Ring } from '../../runtime/src/carriers/ring.ts';
import { RingReader } from '../../runtime/src/carriers/ring-reader.ts';
import { createRealm } from '../../runtime/src/realm.ts';
import { control } from '../../runtime/src/replay/control.ts';
import { History } from '../../runtime/src/replay/history.ts';
import { earlierOf, NOTHING_EARLIER } from '../../runtime/src/replay/live.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { allProbes } from '../../runtime/src/probes/wrappers/index.ts';
import { parts } from './virtual-carriers.ts';
import { createBareControls } from './virtual-controls.ts';
import { createVirtualLoop } from './virtual-loop.ts';
import { compile, run } from './virtual-program.ts';

const NS_PER_S = 1e9;

/**
 * Runs a program's `main`, read by another thread through a ring. What it may call besides: `look()` takes the stacks as
 * another thread sees them at that moment, `wipe()` clears the accounts as another thread does, `stop()` and `start()`.
 * Returns what each `look()` saw.
 */
export async function looksOf(source: string): Promise<LiveThread[]> {
  const realm = createRealm();
  const loop = createVirtualLoop();
  const ringParts = parts(realm, loop);
  const ring = new Ring(ringParts);
  const reader = new RingReader(realm.log);
  const looks: LiveThread[] = [];
  let earlier = NOTHING_EARLIER;
  const history = new History();
  const past = () => ({ earlier, history });
  const readAll = () => {
    while (reader.read(() => ringParts.stamper.now()) > 0);
    history.note(reader.state);
  };
  const host = () => ({
    look() {
      readAll();
      looks.push(liveThread(reader.state, sitesOf(realm.registry), past()));
    },
    wipe() {
      readAll();
      earlier = earlierOf(reader.state, past());
      control(reader.state, CLEAR, 0, 0);
    },
  });
  const program = compile(source, { host }, true);
  const controls = {
    ...createBareControls(),
    start: () => ring.start(),
    stop: () => ring.stop(),
    clear: () => ring.clear(),
  };
  await run(program, loop, controls, allProbes(realm), { host });
  return looks;
}

/** The stack of a look: `main 7 > spin 3`, `≥7` for at least; times in ns. */
export function printedStack({ stack, omittedCalls }: LiveThread): string {
  const calls = stack.map(({ name, lasted, atLeast }) => `${name} ${timeText(lasted, atLeast)}`);
  return calls.join(' > ') + (omittedCalls > 0 ? ` (${omittedCalls} left out)` : '');
}

/** Its coroutines: a line each, those below others behind strokes, `- awaited 2 load waiting 3..5 at 4:10`. */
export function printedCoroutines({ coroutines }: LiveThread): string {
  return coroutines.map((row) => `${'- '.repeat(depthOf(coroutines, row))}${rowText(row)}`).join('\n');
}

function rowText(row: LiveCoroutines): string {
  const { name, relation, state, at, count, longest, shortest, atLeast, path } = row;
  const upTo = timeText(longest, atLeast);
  const times = shortest === longest ? upTo : `${timeText(shortest, false)}..${upTo}`;
  const place = at === null ? '' : ` at ${at.line}:${at.column} ${at.kind}`;
  const callers = path.length === 0 ? '' : ` (${path.join(' > ')})`;
  return `${relation ?? 'root'} ${count} ${name}${callers} ${state} ${times}${place}`;
}

function depthOf(rows: readonly LiveCoroutines[], { parent }: LiveCoroutines): number {
  return parent === null ? 0 : 1 + depthOf(rows, rows[parent]!);
}

function timeText(seconds: number, atLeast: boolean): string {
  return `${atLeast ? '≥' : ''}${Math.round(seconds * NS_PER_S)}`;
}
