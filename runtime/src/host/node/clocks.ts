import { noClock, type Clock } from '../../clock.ts';
import type { ClockName } from '../../profile/format.ts';
import { Stamper } from '../../carriers/stamper.ts';
import { IdleStamper } from './idle-stamper.ts';
import { Calibration } from '../calibration.ts';

const { performance, process } = globalThis;
const now = performance.now.bind(performance);
const hrtime = process.hrtime.bigint;

/** What `performance.now()` of this thread lacks to tell the time that all threads of the process share, ns. */
const offset = measureOffset();

function measureOffset(): number {
  let best = Infinity;
  let found = 0;
  for (let tries = 0; tries < 9; tries++) {
    const before = hrtime();
    const inside = now();
    const after = hrtime();
    const width = Number(after - before);
    if (width >= best) continue;
    best = width;
    found = Number(before) + width / 2 - inside * 1e6;
  }
  return found;
}

/** Wall time in ns on a scale that all threads of the process share; 40 ns a reading. */
export const processClock: Clock = () => Math.round(now() * 1e6 + offset);

/** A moment of this thread's `performance.now()` (ms) on that scale. */
export const toProcessClock = (ms: number): number => Math.round(ms * 1e6 + offset);

/** CPU time in ns: of this thread where Node can tell (23.9 and later), else of the whole process. */
export const cpuClock: Clock = () => {
  const { user, system } = (threadCpuUsage ?? process.cpuUsage)();
  return Math.round((user + system) * 1e3);
};
const { threadCpuUsage } = process as { threadCpuUsage?: typeof process.cpuUsage };

/** Whether CPU time is that of the whole process. */
export const cpuClockIsCoarse = threadCpuUsage === undefined;

/** The stamper that goes with a clock's name. */
export function stamperFor(clock: ClockName): Stamper {
  if (clock === 'none') return new Stamper(noClock, 'none');
  if (clock === 'cpu') return new Stamper(cpuClock, 'all');
  return new IdleStamper(processClock, clock === 'exact' ? 'all' : 'sparse');
}

/** Finds out what probes cost with a clock; null where times are none. */
export function calibrationOf(clock: ClockName, costs: Float64Array): Calibration | null {
  return clock === 'none' || clock === 'sample'
    ? null
    : new Calibration(costs, clock === 'cpu' ? cpuClock : processClock, processClock);
}
