import { AT, BATCH, READ, RING_WORDS } from '../log/cells.ts';
import type { Clock } from '../clock.ts';
import { createCoreProbes, type CoreProbes } from '../probes/core.ts';
import { NO_SITE } from '../events.ts';
import { createLog, setLimit } from '../log/log.ts';
import { Ring } from '../carriers/ring.ts';
import { Stamper } from '../carriers/stamper.ts';
import { createTokens } from '../log/tokens.ts';
import { createRegistry } from '../sites/registry.ts';

/*
 * Small programs, each twice: bare, and with probes where the plugin puts them. What a call costs in them is what it costs a
 * program: the work of the probes, and that V8 inlines less. How much that is depends on the function: one that would have
 * been inlined loses more than one with a body in whose shadow the probes can run. So the shapes are those that real
 * programs are made of, and their average is what is taken for the cost of a call.
 *
 * The functions are written out, as those of programs are: V8 would compile a common one for all shapes at once.
 */

/** The same work without and with probes, and how many calls (or turns of a coroutine) it has. */
export interface Shape {
  readonly calls: number;
  readonly bare: () => void;
  readonly probed: () => void;
}

const REPEATS = 120;

/** The last result of any shape: V8 would leave out work that nothing depends on. */
let result = 1;

/** A function that does nothing. */
export function emptyShape({ enter, leave }: CoreProbes): Shape {
  const bareOne = (value: number): number => value;
  const probedOne = (value: number): number => {
    const depth = enter(NO_SITE);
    try {
      return value;
    } finally {
      leave(depth);
    }
  };
  return {
    calls: REPEATS,
    bare() {
      for (let at = 0; at < REPEATS; at++) result = bareOne(result + at) | 0;
    },
    probed() {
      for (let at = 0; at < REPEATS; at++) result = probedOne(result + at) | 0;
    },
  };
}

/** Steps of a body, each of which waits for the last one: some ten nanoseconds in all. */
const STEPS = 8;

function work(value: number): number {
  for (let step = 0; step < STEPS; step++) value = (value ^ (value << 5)) + step;
  return value;
}

/** A function with a small body. */
export function bodyShape({ enter, leave }: CoreProbes): Shape {
  const probedOne = (value: number): number => {
    const depth = enter(NO_SITE);
    try {
      return work(value);
    } finally {
      leave(depth);
    }
  };
  return {
    calls: REPEATS,
    bare() {
      for (let at = 0; at < REPEATS; at++) result = work(result);
    },
    probed() {
      for (let at = 0; at < REPEATS; at++) result = probedOne(result);
    },
  };
}

/** Methods of objects of two classes. */
export function methodShape({ enter, leave }: CoreProbes): Shape {
  class Adder {
    value = 1;
    next(by: number): number {
      return (this.value = (this.value + by) | 0);
    }
  }
  class Mixer extends Adder {
    override next(by: number): number {
      return (this.value = (this.value ^ by) | 0);
    }
  }
  class ProbedAdder {
    value = 1;
    next(by: number): number {
      const depth = enter(NO_SITE);
      try {
        return (this.value = (this.value + by) | 0);
      } finally {
        leave(depth);
      }
    }
  }
  class ProbedMixer extends ProbedAdder {
    override next(by: number): number {
      const depth = enter(NO_SITE);
      try {
        return (this.value = (this.value ^ by) | 0);
      } finally {
        leave(depth);
      }
    }
  }
  const plain = [new Adder(), new Mixer()];
  const probed = [new ProbedAdder(), new ProbedMixer()];
  return {
    calls: REPEATS,
    bare() {
      for (let at = 0; at < REPEATS; at++) result = plain[at & 1]!.next(result);
    },
    probed() {
      for (let at = 0; at < REPEATS; at++) result = probed[at & 1]!.next(result);
    },
  };
}

const NUMBER = 9;
/** Calls that the recursion below makes of it. */
const CALLS_OF_NUMBER = 109;

/** A function that calls itself. */
export function recursionShape({ enter, leave }: CoreProbes): Shape {
  const bareOne = (number: number): number =>
    number < 2 ? number : bareOne(number - 1) + bareOne(number - 2);
  const probedOne = (number: number): number => {
    const depth = enter(NO_SITE);
    try {
      return number < 2 ? number : probedOne(number - 1) + probedOne(number - 2);
    } finally {
      leave(depth);
    }
  };
  return {
    calls: CALLS_OF_NUMBER,
    bare() {
      result = bareOne(NUMBER);
    },
    probed() {
      result = probedOne(NUMBER);
    },
  };
}

const TEXT = '1+2*3+(4*5+6)*7+8';
const [PLUS, TIMES, OPENING, ZERO] = [43, 42, 40, 48];
/** Calls that it takes to read it. */
const CALLS_OF_TEXT = 57;

/** Functions that call each other, as those of a parser do: V8 inlines as many of them as it has room for. */
export function parserShape(probes: CoreProbes): Shape {
  const [read, readProbed] = [parser(), probedParser(probes)];
  return {
    calls: CALLS_OF_TEXT,
    bare: () => void (result = read()),
    probed: () => void (result = readProbed()),
  };
}

function parser(): () => number {
  let at = 0;
  const code = (): number => TEXT.charCodeAt(at);
  const skip = (): void => void at++;
  const sum = (): number => {
    let value = product();
    while (code() === PLUS) {
      skip();
      value += product();
    }
    return value;
  };
  const product = (): number => {
    let value = term();
    while (code() === TIMES) {
      skip();
      value *= term();
    }
    return value;
  };
  const term = (): number => {
    const first = code();
    skip();
    if (first !== OPENING) return first - ZERO;
    const value = sum();
    skip();
    return value;
  };
  return () => {
    at = 0;
    return sum();
  };
}

function probedParser({ enter, leave }: CoreProbes): () => number {
  let at = 0;
  const probedCode = (): number => {
    const depth = enter(NO_SITE);
    try {
      return TEXT.charCodeAt(at);
    } finally {
      leave(depth);
    }
  };
  const probedSkip = (): void => {
    const depth = enter(NO_SITE);
    try {
      at++;
    } finally {
      leave(depth);
    }
  };
  const probedSum = (): number => {
    const depth = enter(NO_SITE);
    try {
      let value = probedProduct();
      while (probedCode() === PLUS) {
        probedSkip();
        value += probedProduct();
      }
      return value;
    } finally {
      leave(depth);
    }
  };
  const probedProduct = (): number => {
    const depth = enter(NO_SITE);
    try {
      let value = probedTerm();
      while (probedCode() === TIMES) {
        probedSkip();
        value *= probedTerm();
      }
      return value;
    } finally {
      leave(depth);
    }
  };
  const probedTerm = (): number => {
    const depth = enter(NO_SITE);
    try {
      const first = probedCode();
      probedSkip();
      if (first !== OPENING) return first - ZERO;
      const value = probedSum();
      probedSkip();
      return value;
    } finally {
      leave(depth);
    }
  };
  return () => {
    at = 0;
    return probedSum();
  };
}

/** A coroutine that starts, waits once, goes on and ends. */
export function turnShape({ begin, suspend, resume, end }: CoreProbes): Shape {
  return {
    calls: REPEATS,
    bare() {
      for (let at = 0; at < REPEATS; at++) result = work(result);
    },
    probed() {
      for (let at = 0; at < REPEATS; at++) {
        const token = begin(NO_SITE);
        suspend(token, null);
        result = work(result);
        resume(token, null);
        end(token);
      }
    },
  };
}

/** Calls that are timed: of each two readings of the clock, which take ten times as long as all else. */
const TIMED = 12;

/** What a reading of the clock adds to a probe; it is readings that are counted. */
export function readingShape(ring: OwnRing): Shape {
  const { enter, leave } = ring.probes;
  const calls = (): void => {
    for (let at = 0; at < TIMED; at++) {
      const depth = enter(NO_SITE);
      result = work(result);
      leave(depth);
    }
  };
  const timedCalls = (): void => {
    for (let at = 0; at < TIMED; at++) {
      const depth = enter(NO_SITE);
      result = work(result);
      leave(depth);
    }
  };
  return {
    calls: 2 * TIMED,
    bare: calls,
    probed() {
      ring.isTimed = true;
      timedCalls();
      ring.isTimed = false;
    },
  };
}

/** What is put together here is compiled anew for each thread, so the shapes that count calls come first. */
export const CALL_SHAPES = [emptyShape, bodyShape, methodShape, recursionShape, parserShape];

/** Probes into a ring whose words are never read: it looks to them as if they had been. */
export class OwnRing {
  readonly probes: CoreProbes;
  readonly #log = createLog();
  readonly #stamper: Stamper;

  /** `clock`: what events are timed with. */
  constructor(clock: Clock) {
    const tokens = createTokens();
    this.#stamper = new Stamper(clock, 'all');
    this.probes = createCoreProbes(this.#log, tokens, createRegistry());
    new Ring({ log: this.#log, tokens, isGenerator: () => false, stamper: this.#stamper }).start();
    this.isTimed = false;
  }

  /** Whether each event gets a time of its own. */
  set isTimed(isTimed: boolean) {
    this.#stamper.isStamping = isTimed;
    setLimit(this.#log, 0, isTimed);
  }

  /** All that has been written is taken for read. */
  forget(): void {
    const { cells } = this.#log;
    cells[READ] = cells[BATCH]! * RING_WORDS + cells[AT]!;
  }
}
