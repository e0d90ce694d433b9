// The process that replays: records what the probes of a program write in one run, without times, and then replays it again and
// again. Arguments: the module with `run`; its own argument, and how often to replay, as JSON. Prints how many calls there were,
// nanoseconds a call and bytes an edge. The log is replayed in pieces, and each counts with its least time, as whatever else the machine does
// only adds to it. It is bundled with the runtime's sources, as the runtime lets nobody else record. Needs --expose-gc.
import { AT } from '../runtime/src/log/cells.ts';
import { createChunks, startChunks } from '../runtime/src/carriers/chunks.ts';
import { realm } from '../runtime/src/realm.ts';
import { advance, createState, replay } from '../runtime/src/replay/replay.ts';
import { snapshot } from '../runtime/src/replay/snapshot.ts';

/** So many words are replayed, and so much time passes (ns), between two samples of where the program is. */
const SLICE = 2 ** 11;
const PASSES = 20_000;
const NS = 1e6;

const [module, settings] = process.argv.slice(2);
const { argument, times } = JSON.parse(settings);
const { run } = await import(module);

/** What one run writes. */
async function record() {
  const chunks = createChunks(realm.log, () => 0, false);
  startChunks(chunks);
  await run(argument);
  chunks.cut(realm.log.cells[AT]);
  return chunks.full;
}

/** Replays words as those of dense code are. Returns how long that took, ms. */
function replayChunk(state, words) {
  const began = performance.now();
  for (let at = 0; at < words.length; at += SLICE) {
    replay(state, words, at, Math.min(at + SLICE, words.length));
    advance(state, state.time + PASSES);
  }
  return performance.now() - began;
}

/** What the accounts of the whole log take. Of a second state, so that the engine's own growth is over. */
function bytesOfAccounts() {
  const accounts = createState();
  const before = used();
  for (const words of chunks) replayChunk(accounts, words);
  const bytes = used() - before;
  // As long as it is asked for something it is not collected.
  return accounts.time === 0 ? NaN : bytes;
}

function used() {
  // The first collection leaves what it has freed to be swept; the second waits for that.
  for (let time = 0; time < 2; time++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const chunks = await record();
const state = createState();
const least = chunks.map(() => Infinity);
for (let time = 0; time < times; time++)
  chunks.forEach((words, index) => (least[index] = Math.min(least[index], replayChunk(state, words))));
const { edges, anomalies } = snapshot(state);
if (Object.keys(anomalies).length > 0) throw new Error(`anomalies: ${JSON.stringify(anomalies)}`);
const calls = edges.ncall.reduce((sum, each) => sum + each, 0) / times;
const total = least.reduce((sum, time) => sum + time, 0);
const bytes = bytesOfAccounts() / edges.ncall.length;
console.log(JSON.stringify({ calls, edges: edges.ncall.length, time: (total * NS) / calls, bytes }));
