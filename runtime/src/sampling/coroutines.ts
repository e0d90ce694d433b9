import { ASKING, RUNNING, WAITING } from '../coroutine-states.ts';
import { max } from '../intrinsics.ts';
import { DEPTH } from '../log/cells.ts';
import type { Log } from '../log/log.ts';
import { BELOW, OUTER, PLACE, ROW, STATE } from '../log/token-rows.ts';
import type { Tokens } from '../log/tokens.ts';
import { COUNT, NODE, SLOTS, SOME_AWAIT, SOME_YIELD } from './layout.ts';
import { put, putSlot } from './memory.ts';
import type { Paths } from './paths.ts';

/* Numbers of a token: its coroutine's path; where it is suspended by now, 0 while it runs; and where it was last, with the id. */
const OWN_PATH = 0;
const AT_PLACE = 1;
const LAST_PLACE = 2;
const LAST_ID = 3;
const NOTES = 4;

/** The program may delete what it does not need. */
const Notes = Int32Array;
const FIRST_TOKENS = 1024;

/** What a sampled thread keeps of its coroutines, each known by its token. */
export interface SampledCoroutines {
  /** The path of a coroutine of this site that begins now. */
  pathBelow(site: number): number;
  noteBegin(token: number, path: number): void;
  /** Said before it comes onto the stack. */
  noteRun(token: number): void;
  /** Said after it has gone off the stack. */
  noteSuspended(token: number): void;
  noteEnd(token: number): void;
}

/** None. */
export function createSampledCoroutines(log: Log, tokens: Tokens, paths: Paths): SampledCoroutines {
  const { words, cells } = log;
  let notes = new Notes(FIRST_TOKENS * NOTES);
  let room = FIRST_TOKENS;

  function grow(token: number): void {
    const more = new Notes(max(2 * room, token + 1) * NOTES);
    for (let at = 0; at < room * NOTES; at++) more[at] = notes[at]!;
    notes = more;
    room = max(2 * room, token + 1);
  }

  function add(path: number, by: number): void {
    put(log, COUNT + path, words[COUNT + path]! + by);
  }

  /** It is suspended at that place from now on, or (0) nowhere. */
  function moveTo(token: number, place: number): void {
    const at = token * NOTES + AT_PLACE;
    const before = notes[at]!;
    if (before === place) return;
    if (before !== 0) add(before, -1);
    if (place !== 0) add(place, 1);
    notes[at] = place;
  }

  /** The node below which is called what the topmost activation calls: on the way up to the coroutine that runs stand plain functions. */
  function nodeOnTop(): number {
    let depth = cells[DEPTH]!;
    if (depth > SLOTS) depth = SLOTS;
    let base = depth;
    while (base > 0 && words[base - 1]! >= 0) base--;
    let node = base === 0 ? 0 : words[NODE + ~words[base - 1]!]!;
    for (; base < depth; base++) node = words[NODE + paths.call(node, words[base]!)]!;
    return node;
  }

  function placeOf(token: number, id: number): number {
    const at = token * NOTES;
    if (notes[at + LAST_ID] !== id) {
      notes[at + LAST_ID] = id;
      notes[at + LAST_PLACE] = paths.place(notes[at + OWN_PATH]!, id);
    }
    return notes[at + LAST_PLACE]!;
  }

  return {
    pathBelow: (site) => paths.call(nodeOnTop(), site),
    noteBegin(token, path) {
      if (token >= room) grow(token);
      const at = token * NOTES;
      notes[at + OWN_PATH] = path;
      // What had the token before may wait for ever (log/token-overflow.ts), and is counted as waiting as long.
      notes[at + AT_PLACE] = notes[at + LAST_ID] = 0;
      add(path, 1);
    },
    noteRun(token) {
      const { rows } = tokens;
      const row = token * ROW;
      const depth = rows[row + STATE] === RUNNING ? rows[row + BELOW]! : cells[DEPTH]!;
      putSlot(log, depth, ~notes[token * NOTES + OWN_PATH]!);
      moveTo(token, 0);
    },
    noteSuspended(token) {
      const { rows } = tokens;
      const row = token * ROW;
      const waits = rows[row + STATE] === WAITING || rows[row + STATE] === ASKING;
      const id = rows[row + PLACE]! || (waits ? SOME_AWAIT : SOME_YIELD);
      moveTo(token, placeOf(token, id));
    },
    noteEnd(token) {
      moveTo(token, 0);
      add(notes[token * NOTES + OWN_PATH]!, -1);
    },
  };
}

/** Tells `note` of all that delegate to `token` and are not running: it has yielded, or goes on (probes/wrappers/delegation.ts). */
export function noteOuter({ rows, used }: Tokens, token: number, note: (token: number) => void): void {
  let left = used;
  for (let by = rows[token * ROW + OUTER]!; by !== 0 && left > 0; by = rows[by * ROW + OUTER]!, left--)
    if (rows[by * ROW + STATE] !== RUNNING) note(by);
}
