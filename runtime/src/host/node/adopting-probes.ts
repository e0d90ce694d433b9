import type { CoreProbes } from '../../probes/core.ts';
import { DEPTH } from '../../log/cells.ts';
import type { Log } from '../../log/log.ts';
import type { WrappedProbes } from '../../probes/wrappers/wrapped-probes.ts';

/*
 * Probes that ask whose work it is when a function starts with nothing on the stack: what the event loop calls belongs to a request
 * as a rule. That one comes onto the stack first, and goes once the function has left. One more comparison a call.
 */

/** Who is asked. */
export interface Adopter {
  /** The stack is empty and a function is about to start: puts something below it, or does not. */
  come(): void;
  /** Only what `come` has put there is left on the stack, if it has: takes it off. */
  go(): void;
}

/** Those of `core`, with an adopter. */
export function adoptingProbes(core: CoreProbes, { cells }: Log, adopter: Adopter): CoreProbes {
  const { enter, leave, begin, end, suspend, park } = core;
  return {
    ...core,
    enter(site) {
      if (cells[DEPTH] === 0) adopter.come();
      return enter(site);
    },
    leave(depth) {
      leave(depth);
      if (depth === 1) adopter.go();
    },
    begin(site) {
      if (cells[DEPTH] === 0) adopter.come();
      return begin(site);
    },
    end(token) {
      end(token);
      if (cells[DEPTH] === 1) adopter.go();
    },
    suspend(token, value, place) {
      suspend(token, value, place);
      if (cells[DEPTH] === 1) adopter.go();
      return value;
    },
    park(token, value, place) {
      park(token, value, place);
      if (cells[DEPTH] === 1) adopter.go();
      return value;
    },
  };
}

/** The same for what wrappers around iterators are made of. After `delegated` the very next event must be a generator's. */
export function adoptingWrapped(probes: WrappedProbes, { cells }: Log, adopter: Adopter): WrappedProbes {
  const { park, parkInList, asked, close } = probes;
  const goIfLeft = (): void => {
    if (cells[DEPTH] === 1) adopter.go();
  };
  return {
    ...probes,
    park(token, value) {
      park(token, value);
      goIfLeft();
      return value;
    },
    parkInList(token) {
      parkInList(token);
      goIfLeft();
    },
    asked(token, value, isReturn, place) {
      asked(token, value, isReturn, place);
      goIfLeft();
      return value;
    },
    close(site, depth) {
      close(site, depth);
      goIfLeft();
    },
  };
}
