import * as hooks from 'node:async_hooks';
import { expect, test } from 'vitest';
import { hasContextFrames } from '../../runtime/src/host/node/async-contexts.ts';

/** Hooks that look at the option, as those do that know it. */
const knowing = (options: object): unknown => (options as { trackPromises?: boolean }).trackPromises;
const unknowing = (): void => undefined;
const withFrames = { prototype: {} };
const withHooks = { prototype: { _enable: () => undefined } };

test.each([
  ['frames, and hooks that can leave promises alone', knowing, withFrames, true],
  ['frames, but hooks follow all promises', unknowing, withFrames, false],
  ['no frames', knowing, withHooks, false],
  ['neither', unknowing, withHooks, false],
])('%s', (_, createHook, AsyncLocalStorage, expected) => {
  expect(hasContextFrames({ createHook, AsyncLocalStorage })).toBe(expected);
});

test('of this Node', () => {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  if (major < 24) expect(hasContextFrames(hooks)).toBe(false);
  if (major > 24 || (major === 24 && minor >= 21)) expect(hasContextFrames(hooks)).toBe(true);
});
