/*
 * THE hot file. Budget of a probe: one word stored, the cursor moved, one comparison. No clock, no lookup, no
 * allocation, no string, nothing that throws, nothing that a program could have patched. Carriers (log/) decide
 * where the word goes from here; replay (replay/) decides what it means.
 */
import {
  AGAIN,
  BEGIN,
  CLOSE,
  DELEGATE,
  END,
  ENTER,
  KIND_BITS,
  LEAVE,
  OPEN,
  PARK,
  RESUME,
  SUSPEND,
  TOKEN,
  UNPARK,
} from './events.ts';
import { AT, LAP, LIMIT, STEP, type Log } from './log/log.ts';
import { noteAsked, whoAsked, whoHandedOn } from './log/handing-on.ts';
import {
  ASKING,
  freeToken,
  goOn,
  HANDED,
  PARKED,
  rest,
  takeToken,
  WAITING,
  type Tokens,
} from './log/tokens.ts';
import { isGenerator, type Registry } from './registry.ts';

/** What instrumented code calls, save for the wrappers around iterators. See ARCHITECTURE, "The probes". */
export interface CoreProbes {
  readonly enter: (site: number) => void;
  readonly leave: (site: number) => void;
  readonly begin: (site: number) => number;
  readonly end: (token: number) => void;
  readonly suspend: <T>(token: number, value: T) => T;
  readonly resume: <T>(token: number, value: T) => T;
  readonly park: <T>(token: number, value: T) => T;
  readonly unpark: <T>(token: number, value: T) => T;
  readonly again: (token: number) => void;
  readonly delegated: (token: number) => void;
  readonly asked: <T>(token: number, value: T, isReturn: boolean) => T;
  readonly open: (site: number) => void;
  readonly close: (site: number) => void;
  /** How many times a coroutine has begun or been unparked. */
  readonly lastCoroutine: () => number;
}

/** The probes that write to `log`. */
export function createCoreProbes(log: Log, tokens: Tokens, registry: Registry): CoreProbes {
  return { ...createCallProbes(log), ...createCoroutineProbes(createWrite(log), log, tokens, registry) };
}

/** The two that run for every call of a plain function: `write` by hand. */
function createCallProbes(log: Log): Pick<CoreProbes, 'enter' | 'leave'> {
  const { words, cells } = log;
  return {
    enter(site) {
      let at = cells[AT]!;
      if (at >= cells[LIMIT]!) {
        try {
          at = log.room(at);
        } catch {
          // Out of stack: the word goes where it would have gone.
        }
      }
      words[at] = cells[LAP]! | (site << KIND_BITS) | ENTER;
      cells[AT] = at + cells[STEP]!;
    },
    leave(site) {
      let at = cells[AT]!;
      if (at >= cells[LIMIT]!) {
        try {
          at = log.room(at);
        } catch {
          // As above.
        }
      }
      words[at] = cells[LAP]! | (site << KIND_BITS) | LEAVE;
      cells[AT] = at + cells[STEP]!;
    },
  };
}

function createWrite(log: Log): (word: number) => void {
  const { words, cells } = log;
  return (word) => {
    let at = cells[AT]!;
    if (at >= cells[LIMIT]!) {
      try {
        at = log.room(at);
      } catch {
        // As above.
      }
    }
    words[at] = cells[LAP]! | word;
    cells[AT] = at + cells[STEP]!;
  };
}

function createCoroutineProbes(
  write: (word: number) => void,
  { cells }: Log,
  tokens: Tokens,
  registry: Registry,
): Omit<CoreProbes, 'enter' | 'leave'> {
  let coroutines = 0;

  /** The coroutine runs from now on; while profiling is off only that is noted. */
  function run(token: number, word: number): void {
    goOn(tokens, token);
    if (tokens.outer[token] !== 0) takeBack(token);
    write((token << KIND_BITS) | word);
  }

  /** The same when it does not run any more. */
  function halt(token: number, state: number, word: number): void {
    rest(tokens, token, state);
    write((token << KIND_BITS) | word);
  }

  /** What it has yielded goes on to whoever delegates to it: all of them are parked. */
  function handOn(token: number): void {
    for (let by = whoAsked(tokens, token); by !== 0; by = whoAsked(tokens, by)) halt(by, HANDED, PARK);
  }

  /** It goes on although they have not asked for more: what it had yielded was not for them, and they wait. */
  function takeBack(token: number): void {
    for (let by = whoHandedOn(tokens, token); by !== 0; by = whoHandedOn(tokens, by))
      halt(by, ASKING, SUSPEND);
    tokens.last = token;
  }

  return {
    begin(site) {
      const token = takeToken(tokens, site);
      if (cells[STEP] === 0) tokens.stale[token] = 1;
      coroutines++;
      write((((token << 1) | (isGenerator(registry, site) ? 1 : 0)) << KIND_BITS) | TOKEN);
      write((site << KIND_BITS) | BEGIN);
      return token;
    },
    end(token) {
      if (cells[STEP] === 0) tokens.stale[token] = 1;
      freeToken(tokens, token);
      write((token << KIND_BITS) | END);
    },
    suspend(token, value) {
      halt(token, WAITING, SUSPEND);
      return value;
    },
    resume(token, value) {
      run(token, RESUME);
      return value;
    },
    park(token, value) {
      halt(token, PARKED, PARK);
      if (tokens.outer[token] !== 0) handOn(token);
      return value;
    },
    unpark(token, value) {
      coroutines++;
      run(token, UNPARK);
      return value;
    },
    again(token) {
      run(token, AGAIN);
    },
    delegated(token) {
      halt(token, PARKED, DELEGATE);
    },
    asked(token, value, isReturn) {
      const isAnswered = noteAsked(tokens, registry, token, isReturn);
      halt(token, ASKING, SUSPEND);
      if (isAnswered) handOn(tokens.inner[token]!);
      return value;
    },
    open(site) {
      write((site << KIND_BITS) | OPEN);
    },
    close(site) {
      write((site << KIND_BITS) | CLOSE);
    },
    lastCoroutine: () => coroutines,
  };
}
