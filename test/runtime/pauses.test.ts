import { expect, test } from 'vitest';
import { printedTable } from '../support/printed-table.ts';
import { startRecording } from '../support/recording.ts';

function setUp() {
  const recording = startRecording();
  const { probes, pass } = recording;
  const pause = (time: number) => {
    probes.pause();
    pass(time);
    probes.goOn();
  };
  return { ...recording, pause };
}

test('a pause is nobody’s time, not even in the totals of those on the stack', () => {
  const { probes, site, pass, pause, profile } = setUp();
  const [caller, callee] = [site('caller'), site('callee')];
  probes.enter(caller);
  pass(2);
  probes.enter(callee);
  pass(1);
  pause(100);
  pass(1);
  probes.leave(callee);
  pause(50);
  probes.leave(caller);
  const taken = profile();
  expect(printedTable(taken, ['tsub', 'ttot', 'tmax'])).toBe('callee 1 2 2 2\ncaller 1 2 4 4');
  expect(taken.threads[0]).toMatchObject({ elapsed: 154, rootSelf: 150, health: { paused: 150 } });
});

test('who waits meanwhile has waited no longer than who runs has run', () => {
  const { probes, site, pass, pause, profile } = setUp();
  const [waiter, runner] = [site('waiter', 'async function'), site('runner', 'async function')];
  const waiting = probes.begin(waiter);
  probes.suspend(waiting, 0);
  const running = probes.begin(runner);
  pass(3);
  pause(10);
  probes.suspend(running, 0);
  pass(4);
  probes.resume(running, 0);
  pause(20);
  pass(1);
  expect(printedTable(profile(), ['tsub', 'ttot', 'twait', 'tmax'])).toBe(
    'runner 1 4 8 4 8\nwaiter 1 0 8 8 8',
  );
  probes.end(running);
  probes.resume(waiting, 0);
  probes.end(waiting);
  expect(printedTable(profile(), ['tsub', 'ttot', 'twait', 'tmax'])).toBe(
    'runner 1 4 8 4 8\nwaiter 1 0 8 8 8',
  );
});

test('a generator that is paused, then parked', () => {
  const { probes, site, pass, pause, profile } = setUp();
  const generator = site('generator', 'generator');
  const token = probes.begin(generator);
  pass(1);
  pause(10);
  probes.park(token, 0);
  pass(5);
  probes.unpark(token, 0);
  pass(2);
  pause(10);
  probes.end(token);
  expect(printedTable(profile(), ['tsub', 'ttot', 'tmin'])).toBe('generator 1 3 3 3');
});

test('recursion with another activation alive: the pause is no part of what they come to', () => {
  const { probes, site, pass, pause, profile } = setUp();
  const recursive = site('recursive', 'async function');
  const outer = probes.begin(recursive);
  const inner = probes.begin(recursive);
  pass(1);
  probes.suspend(inner, 0);
  pause(10);
  pass(1);
  probes.end(outer);
  probes.resume(inner, 0);
  probes.end(inner);
  expect(printedTable(profile(), ['tsub', 'ttot', 'tmin', 'tmax'])).toBe('recursive 2/1 2 2 2 2');
});
