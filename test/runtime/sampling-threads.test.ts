/** A stack that is read from another thread while it changes as fast as it can is one that there was. */
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { openLog } from '../../runtime/src/log/log.ts';
import { StackReader } from '../../runtime/src/accountant/sampling/reader.ts';

const SOURCES = fileURLToPath(new URL('../../runtime/src/', import.meta.url));

/** Of each function of the tree, so that it takes a while to read a stack. */
const FRAMES = 300;

/**
 * Goes through a tree for ever in which each node calls three others, by plain functions and, on one level, by coroutines: site k + 1
 * calls, after it has called itself some times, the sites 3 k + 1, 3 k + 2 and 3 k + 3. So each pair of neighbours on a stack can be checked.
 */
const WRITER = `
import { parentPort } from 'node:worker_threads';
import { createRealm } from './realm.ts';
import { sampleRealm } from './sampling/sampling.ts';
const realm = createRealm();
sampleRealm(realm);
parentPort.postMessage(realm.log.memory);
const { enter, leave, begin, suspend, resume, end } = realm.probes;
function call(node, depth) {
  const token = enter(node + 1);
  for (let more = 1; more < ${FRAMES}; more++) enter(node + 1);
  if (depth < 6) for (let child = 1; child <= 3; child++) call(3 * node + child, depth + 1);
  else coroutine();
  leave(token);
}
function coroutine() {
  const token = begin(100_000);
  suspend(token, null);
  resume(token, null);
  end(token);
}
for (;;) call(0, 0);
`;

test('no copy has what is not below one another', async () => {
  const { outputFiles } = buildSync({
    stdin: { contents: WRITER, resolveDir: SOURCES, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', write: false, minifySyntax: true },
  });
  const writer = new Worker(outputFiles[0]!.text, { eval: true });
  const memory = await new Promise<SharedArrayBuffer>((resolve) => writer.once('message', resolve));
  const reader = new StackReader(openLog(memory));
  const wrong: number[][] = [];
  const depths = new Set<number>();
  for (let look = 0; look < 3000; look++) {
    const stack = reader.read()?.stack;
    if (stack === undefined) continue;
    depths.add(stack.length);
    const isRight = stack.every((site, at) => {
      if (at < FRAMES) return site === 1;
      if (site < 0) return at === 7 * FRAMES;
      const below = stack[at - 1]!;
      return at % FRAMES === 0 ? Math.floor((site - 2) / 3) === below - 1 : site === below;
    });
    if (!isRight) wrong.push([...stack]);
  }
  await writer.terminate();
  expect(wrong).toEqual([]);
  expect(depths.size).toBeGreaterThan(5);
  expect(reader.torn).toBeLessThan(3000 / 2);
});
