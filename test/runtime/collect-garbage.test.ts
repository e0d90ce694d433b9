/** V8's collector comes by a flag of the whole process, which other threads change meanwhile. */
import { runInNewContext } from 'node:vm';
import v8 from 'node:v8';
import { afterEach, expect, test, vi } from 'vitest';
import { garbageCollector } from '../../runtime/src/host/node/memory/collect-garbage.ts';

const flags = vi.hoisted(() => ({ ignored: 0 }));

vi.mock('node:v8', async (original) => {
  const real = await original<typeof import('node:v8')>();
  const setFlagsFromString = (flag: string): void => {
    // As if another thread had put the flag back at once.
    if (flag === '--expose-gc' && flags.ignored-- > 0) return;
    real.setFlagsFromString(flag);
  };
  return { ...real, setFlagsFromString };
});

const given = (): string => runInNewContext('typeof globalThis.gc') as string;

afterEach(() => v8.setFlagsFromString('--no-expose-gc'));

test('other threads put the flag back', () => {
  flags.ignored = 3;
  const collect = garbageCollector();
  expect(collect).toBeTypeOf('function');
  collect?.();
  expect(given()).toBe('undefined');
});

test('the program has set the flag, which stays', () => {
  v8.setFlagsFromString('--expose-gc');
  expect(garbageCollector()).toBeTypeOf('function');
  expect(given()).toBe('function');
});

test('V8 does not take the flag', () => {
  flags.ignored = Infinity;
  expect(garbageCollector()).toBeNull();
});
