import { expect, test, vi } from 'vitest';
import { withRawTimes } from '../../runtime/src/profile/raw.ts';
import { Calibration } from '../../runtime/src/host/calibration.ts';
import { CALL, READING, TURN } from '../../runtime/src/replay/columns.ts';
import { noCosts } from '../../runtime/src/replay/costs.ts';
import { printedTable } from '../support/printed-table.ts';
import { startRecording } from '../support/recording.ts';

const costs = (call: number, turn: number, reading: number) => {
  const all = noCosts();
  [all[CALL], all[TURN], all[READING]] = [call, turn, reading];
  return all;
};

test('between two readings of the clock there is the cost of one, and of the call', () => {
  const { probes, site, pass, profile } = startRecording('all', costs(2, 0, 5));
  const [caller, callee] = [site('caller'), site('callee')];
  pass(5);
  probes.enter(caller);
  pass(20);
  probes.enter(callee);
  pass(10);
  probes.leave(callee);
  pass(6);
  probes.leave(caller);
  pass(100);
  const taken = profile();
  // 20 less a call and a reading; 10 likewise; 6 less a reading.
  expect(printedTable(taken, ['tsub', 'ttot', 'tmin', 'tmax'])).toBe(
    'callee 1 3 3 3 3\ncaller 1 14 17 17 17',
  );
  expect(printedTable(withRawTimes(taken), ['tsub', 'ttot'])).toBe('callee 1 10 10\ncaller 1 26 36');
  const [thread] = taken.threads;
  expect(thread).toMatchObject({ elapsed: 141, rootSelf: 124, raw: { rootSelf: 105 } });
  expect(thread!.health).toMatchObject({ probes: 19, costCall: 2, costTurn: 0, costReading: 5 });
});

test('in dense code the cost of all calls is taken out of the stretch they are in', () => {
  const { probes, site, pass, profile } = startRecording('none', costs(2, 0, 5));
  const [caller, callee] = [site('caller'), site('callee')];
  probes.enter(caller);
  for (let call = 0; call < 9; call++) {
    probes.enter(callee);
    probes.leave(callee);
  }
  pass(100);
  const taken = profile();
  expect(printedTable(taken, ['tsub', 'ttot'])).toBe('callee 9 0 0\ncaller 1 80 80');
  expect(taken.threads[0]).toMatchObject({ elapsed: 100, rootSelf: 20 });
});

test('a wait is no shorter than it was but for the probes of others', () => {
  const { probes, site, pass, profile } = startRecording('all', costs(2, 1, 5));
  const [waiter, runner] = [site('waiter', 'async function'), site('runner')];
  const token = probes.begin(waiter);
  pass(10);
  probes.suspend(token, 0);
  pass(100);
  probes.enter(runner);
  pass(30);
  probes.leave(runner);
  pass(50);
  probes.resume(token, 0);
  pass(20);
  probes.end(token);
  // Waits: 100 less suspend and reading; 30 less call and reading; 50 less a reading.
  expect(printedTable(profile(), ['tsub', 'ttot', 'twait'])).toBe('runner 1 23 23 0\nwaiter 1 15 176 161');
});

test('what is owed and not found is taken from what follows, but not for ever', () => {
  const { probes, site, pass, profile } = startRecording('none', costs(1, 0, 0));
  const [short, long] = [site('short'), site('long')];
  for (let call = 0; call < 30_000; call++) {
    probes.enter(short);
    probes.leave(short);
  }
  pass(1);
  profile();
  probes.enter(long);
  pass(5000);
  // No more than a thousand are still owed; and one is for the call of `long` itself.
  expect(printedTable(profile(), ['tsub'])).toBe('long 1 3999\nshort 30000 0');
});

test('clear() forgets what was owed, and what has been taken', () => {
  const { probes, site, pass, profile, batch } = startRecording('all', costs(2, 0, 5));
  const open = site('open');
  probes.enter(open);
  pass(50);
  batch.clear();
  pass(30);
  const taken = profile();
  expect(printedTable(taken, ['tsub', 'ttot'])).toBe('open 1 30 30');
  expect(taken.threads[0]).toMatchObject({ elapsed: 30, rootSelf: 0, health: { probes: 0 } });
});

/** A watch that is read before and after each way, and says how long (ns) the one with this number took. */
function watchOf(lap: (number: number) => number): () => number {
  let now = 0;
  let looks = 0;
  return () => {
    if (looks++ % 2 === 1) now += lap((looks - 2) / 2);
    return now;
  };
}

/** Ways that are measured before those of calls: 25 medians of 100 rounds, bare and with readings of the clock. */
const OF_READINGS = 25 * 100 * 2;
/** Bare, then with probes: 120 empty calls, bodies and methods, 109 calls of a recursion, 57 of a parser, 120 turns of nine words. */
const USUAL = [240, 720, 1200, 1920, 600, 1080, 436, 872, 228, 570, 1200, 6600];

test('calibration: a call costs what it does on the average of all shapes, in sixteenths of a nanosecond', () => {
  const measured = noCosts();
  // 24 readings; now and then the machine does something else.
  const disturbed = (number: number) => (number % 7 === 0 ? 9000 : 0);
  const watch = watchOf((number) =>
    number < OF_READINGS
      ? [300, 1500][number % 2]! + disturbed(number)
      : USUAL[(number - OF_READINGS) % 12]! + disturbed(number),
  );
  const calibration = new Calibration(measured, () => 0, watch);
  calibration.finish();
  // Shapes: 4, 6, 4, 4, 6.
  expect([...measured]).toEqual([4.8125, 5, 50, 4, 6]);
  expect(calibration.isPlausible).toBe(true);
});

test('calibration: code that is not compiled yet is not what will run', () => {
  const measured = noCosts();
  const slow = (number: number) => (number < OF_READINGS + 12 * 1000 ? 10 : 1);
  const watch = watchOf((number) =>
    number < OF_READINGS ? [300, 1500][number % 2]! : USUAL[(number - OF_READINGS) % 12]! * slow(number),
  );
  new Calibration(measured, () => 0, watch).finish();
  expect([...measured]).toEqual([4.8125, 5, 50, 4, 6]);
});

test('calibration: where nothing is ever compiled nothing is known', () => {
  const measured = noCosts();
  const watch = watchOf((number) => USUAL[number % 12]! * 10);
  const calibration = new Calibration(measured, () => 0, watch);
  calibration.finish();
  expect(calibration.isPlausible).toBe(false);
  expect([...measured]).toEqual([0, 0, 0, 0, 0]);
});

test('with a clock of great steps many runs are between two readings: they find room, and wait for none', () => {
  const waits = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  let now = 0;
  const calibration = new Calibration(
    new Float64Array(3),
    () => now,
    () => (now += 1e6),
    1e5,
  );
  // Twelve rounds with times, then one of all other shapes.
  for (let steps = 0; steps < 13; steps++) calibration.step();
  expect(waits).not.toHaveBeenCalled();
  waits.mockRestore();
});
