/** How the log of a thread was carried, and how well that went; each has its unit. */
export const HEALTH = {
  /** Batches that were replayed in the program's own thread. */
  batches: 'batches',
  /** Of these, or of a ring's chunks, the ones too dense to read the clock at every event. */
  dense: 'batches',
  /** Times at which an observer on another thread saw the cursor. */
  marks: 'marks',
  /** Words that were read from a ring, each an event or a time. */
  words: 'words',
  /** Times at which the program stood still until there was room in the ring, and for how long in all. */
  waits: 'waits',
  waited: 'ns',
  /** Times at which the reader of a ring looked where the program was. */
  looks: 'looks',
  /** The longest time between two of them that the log had nothing to say of: it was shared among those seen before and after. */
  gap: 'ns',
  /** Of a page: the time of dense code in which the clock was read now and then. It is split among those who were there. */
  windows: 'ns',
  /** Of a sampled thread: how many samples in a second were asked for, and how many were taken. */
  hz: '1/s',
  samples: 'samples',
  /** Moments at which one was due and none was taken. */
  missed: 'samples',
  /** Times at which the stack had changed while it was read: what was read then is no part of any sample. */
  torn: 'samples',
  /** Coroutines that were put on a page's performance timeline. */
  spans: 'coroutines',
  /** Those that were long enough for it, but too many at a time, or on too many tracks. */
  spansLeftOut: 'coroutines',
  /** The step of a page's clock. */
  resolution: 'ns',
  /** Time in which the profiler itself kept the program waiting. */
  paused: 'ns',
  /** Time that probes took and that was taken out of functions' own times. */
  probes: 'ns',
  /** What was taken for the cost of a plain call, of a word of a coroutine's, and of a reading of the clock. */
  costCall: 'ns',
  /** It was measured in programs of several shapes, in which it is so much: the less they differ, the surer are times. */
  costCallLeast: 'ns',
  costCallMost: 'ns',
  costTurn: 'ns',
  costReading: 'ns',
} as const;

export type HealthName = keyof typeof HEALTH;

/** Those of them that are known of a thread. */
export type Health = Readonly<Partial<Record<HealthName, number>>>;

/** What the profiler took of a thread's time, ns: the program waited for it, or ran its probes. */
export const ownWork = ({ paused = 0, probes = 0 }: Health): number => paused + probes;

/** Without names that this version does not know. */
export function knownHealth(health: Readonly<Record<string, number>>): Health {
  return Object.fromEntries(Object.entries(health).filter(([name]) => Object.hasOwn(HEALTH, name)));
}

/** Those of which a sum has the greatest, or the least; all others add up. */
const GREATEST = new Set<string>([
  'gap',
  'hz',
  'resolution',
  'costCall',
  'costCallMost',
  'costTurn',
  'costReading',
] satisfies HealthName[]);
const LEAST = new Set<string>(['costCallLeast'] satisfies HealthName[]);

/** What is known of the logs of two threads together. */
export function addHealth(one: Health, other: Health): Health {
  const sums: Record<string, number> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const known = sums[name];
    if (known === undefined) sums[name] = value;
    else if (GREATEST.has(name)) sums[name] = Math.max(known, value);
    else if (LEAST.has(name)) sums[name] = Math.min(known, value);
    else sums[name] = known + value;
  }
  return sums;
}
