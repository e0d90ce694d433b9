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
import { freeToken, PARKED, RUNNING, takeToken, WAITING, type Tokens } from './log/tokens.ts';
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

  /** The coroutine changes state; while profiling is off only that is noted. */
  function move(token: number, state: number, word: number): void {
    tokens.state[token] = state;
    write((token << KIND_BITS) | word);
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
      move(token, WAITING, SUSPEND);
      return value;
    },
    resume(token, value) {
      move(token, RUNNING, RESUME);
      return value;
    },
    park(token, value) {
      move(token, PARKED, PARK);
      return value;
    },
    unpark(token, value) {
      coroutines++;
      move(token, RUNNING, UNPARK);
      return value;
    },
    again(token) {
      move(token, RUNNING, AGAIN);
    },
    delegated(token) {
      move(token, PARKED, DELEGATE);
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
