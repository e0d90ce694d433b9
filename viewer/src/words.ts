import type { ColumnName } from '@tsprof/report/rows/columns';

/** What a column means, for whoever points at its heading. */
export const COLUMN_WORDS: Readonly<Record<ColumnName, string>> = {
  name: 'The function, as the source names it',
  kind: 'What kind of function it is',
  ncall: 'How often it was called; behind a stroke the calls that were not nested in the same function',
  nactualcall: 'Calls with no call of the same function above them',
  tsub: 'Own time: it ran, and nothing that it had called; with ~ where probes took more than half of what was measured, so that it is rough',
  'tsub%': 'Own time, in per cent of the time that the program took',
  ttot: 'From call to end, with all that it called and waited for; nested calls of itself count once',
  'ttot%':
    'The same, in per cent of the time that the program took; calls that overlap can make more than 100',
  tavg: 'Total time of one call on average',
  twait: 'The part of the total in which it waited at awaits',
  'twait%': 'The same, in per cent of the time that the program took',
  trun: 'Running time: own time, and that of all below it on the call tree',
  'trun%': 'The same, in per cent of the time that the program took',
  tprobes: 'What probes took of its own time, which has been taken out of all times',
  tmin: 'The shortest call',
  tmax: 'The longest call',
  p99: 'What 99 of 100 calls stay within, where that is known',
  nsuspend: 'How often it waited at an await',
  nyield: 'How often it stopped at a yield',
  pending: 'Calls that had not ended when the profile was taken',
  file: 'The source file',
  line: 'The line on which it begins',
  column: 'The column at which it begins, from 0',
  'file:line': 'Where it begins',
};

/** The same for those of memory, which profiles have by `tsprof run --memory`. */
export const MEMORY_WORDS = {
  memory:
    'What was allocated in the function itself, and in what it calls that has no probes: what was still there at the end, or all of it (--memory-collected); an estimate from samples',
  'memory total': 'The same with all that it called; recursion is counted once',
  'per call': 'The memory of the function itself, for each of its calls',
} as const;

/** The same for the table of awaits. */
export const AWAIT_WORDS = {
  'await in': 'The function that waits, and what it waits for, as far as known',
  count: 'How often it waited there',
  wait: 'How long all these waits took',
  'what it was':
    'running: what was awaited ran; ready: it had ended, and this did not go on yet; busy: the thread was busy with something else up to the end (by at most so much it came too late); idle: all else',
  avg: 'One wait on average',
  p50: 'Half of the waits took no longer',
  p90: 'Nine of ten waits took no longer',
  p99: 'All but one of a hundred waits took no longer',
  max: 'The longest wait',
  running: 'What was awaited ran, or what it had created',
  ready: 'What was awaited had ended, and this did not go on yet',
  busy: 'At the end of the wait the thread was busy with something else: by at most so much it came too late',
  idle: 'All else: timers, input and output, waits that are not over',
  pending: 'Waits that were not over when the profile was taken',
  rejected: 'Waits that ended by throwing',
  'file:line': 'Where the await is',
} as const;

/** The same for the table of stretches. */
export const STRETCH_WORDS = {
  'held by': 'The function with most time of its own in the stretch',
  count: 'How many stretches took as long as the threshold or longer',
  total: 'How long all of these took',
  max: 'The longest of them',
  delayed: 'How long others waited that could have gone on, at most',
  waits: 'How many waits that were',
  'called by': 'The functions from the event loop down to this one',
  'file:line': 'Where the function begins',
} as const;

/** The same for the table of coroutines. */
export const COROUTINE_WORDS = {
  coroutine: 'The function, behind the one that called it: a row for each way of calls',
  started: 'How many were started',
  wall: 'From start to end, parked time included, all of them together; those pending so far',
  own: 'Own time of all of them',
  wait: 'Their waits at awaits',
  p50: 'Half of those that have ended lived no longer',
  p99: 'All but one of a hundred that have ended lived no longer',
  max: 'The longest life, pending ones included',
  fulfilled: 'Came to their end, or returned',
  rejected: 'Threw',
  returned: 'Ended at a yield by a return(), as break in a loop does',
  pending: 'Had not ended when the profile was taken',
  'file:line': 'Where the function begins',
} as const;

/** The same for the table of requests. */
export const REQUEST_WORDS = {
  request: 'The route, or the name that the program gave to tag()',
  count: 'How many there were, those included that are not over',
  errors: 'Of these, how many ended in an error',
  which:
    'blocks: its functions held up others for longer than others held it up; blocked: most of its time was ready or busy; waits: most of it was waiting for the outside; runs: most of it was own time',
  'what it was':
    'running: its functions ran; ready: a coroutine of it could have gone on; busy: the thread was busy with something else up to the end of a wait (by at most so much it came too late); idle: all else',
  running: 'Functions that belong to it ran',
  ready: 'A coroutine of it could have gone on, as what it awaited had ended',
  busy: 'The thread was busy with something else up to the end of a wait: by at most so much it came too late',
  idle: 'It waited for the outside: timers, input and output',
  wall: 'From beginning to end, all requests together: own and waiting',
  own: 'Functions that belong to it ran',
  waiting: 'None of them did: ready, busy and idle together',
  p50: 'Half of the requests took no longer',
  p99: 'All but one of a hundred requests took no longer',
  max: 'The longest request, those included that are not over',
} as const;
