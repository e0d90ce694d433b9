/*
 * Hot as probes/calls.ts is, and with the same budget: probes of a thread that is sampled write no log. They keep the stack as it
 * is, where the accountant looks at it now and then (accountant/sampling/reader.ts).
 */
import type { CoreProbes } from '../probes/core.ts';
import { DEPTH } from '../log/cells.ts';
import type { Log } from '../log/log.ts';
import { DOOR } from './layout.ts';
import { beginFlux, endFlux, putSlot } from './memory.ts';
import type { SampledCoroutines } from './coroutines.ts';

/** The two that run for every call of a plain function. */
export function createSampledCallProbes(log: Log): Pick<CoreProbes, 'enter' | 'leave'> {
  const { words, cells } = log;
  return {
    enter(site) {
      const depth = cells[DEPTH]!;
      if (depth < cells[DOOR]!) words[depth] = site;
      else putSlot(log, depth, site);
      cells[DEPTH] = depth + 1;
      return depth;
    },
    // What stood above stays there until it is overwritten: a reader needs no more than to have seen the depth.
    leave(depth) {
      cells[DEPTH] = depth;
    },
  };
}

/** Those of coroutines: `core`, which keep track of them while they write nothing, with a note of each change for the reader. */
export function createSampledCoroutineProbes(
  core: CoreProbes,
  log: Log,
  coroutines: SampledCoroutines,
): Omit<CoreProbes, 'enter' | 'leave'> {
  const { cells } = log;
  const { begin, end, suspend, resume, park, unpark, again } = core;
  return {
    begin(site) {
      beginFlux(cells);
      const path = coroutines.pathBelow(site);
      putSlot(log, cells[DEPTH]!, ~path);
      const token = begin(site);
      coroutines.noteBegin(token, path);
      endFlux(cells);
      return token;
    },
    end(token) {
      beginFlux(cells);
      end(token);
      coroutines.noteEnd(token);
      endFlux(cells);
    },
    suspend(token, value, place) {
      beginFlux(cells);
      suspend(token, value, place);
      coroutines.noteSuspended(token);
      endFlux(cells);
      return value;
    },
    resume(token, value) {
      beginFlux(cells);
      coroutines.noteRun(token);
      resume(token, value);
      endFlux(cells);
      return value;
    },
    park(token, value, place) {
      beginFlux(cells);
      park(token, value, place);
      coroutines.noteSuspended(token);
      endFlux(cells);
      return value;
    },
    unpark(token, value) {
      beginFlux(cells);
      coroutines.noteRun(token);
      unpark(token, value);
      endFlux(cells);
      return value;
    },
    again(token, more) {
      beginFlux(cells);
      coroutines.noteRun(token);
      again(token, more);
      endFlux(cells);
    },
  };
}
