// The cases, in the order of the table. Each is a name and `measure(settings)`, which returns its rows; `inSmoke` are
// those that take seconds.
import acorn from './cases/acorn.mjs';
import again from './cases/again.mjs';
import awaits from './cases/awaits.mjs';
import busyCores from './cases/busy-cores.mjs';
import chromium from './cases/chromium.mjs';
import coroutines from './cases/coroutines.mjs';
import emptyCalls from './cases/empty-calls.mjs';
import fastify from './cases/fastify.mjs';
import giants from './cases/giants.mjs';
import heldMemory from './cases/held-memory.mjs';
import inflation from './cases/inflation.mjs';
import large from './cases/large.mjs';
import prettier from './cases/prettier.mjs';
import python from './cases/python.mjs';
import replay from './cases/replay.mjs';
import rollup from './cases/rollup.mjs';
import runOptions from './cases/run-options.mjs';
import sample from './cases/sample.mjs';
import size from './cases/size.mjs';
import startUp from './cases/start-up.mjs';
import terser from './cases/terser.mjs';
import timeline from './cases/timeline.mjs';
import transform from './cases/transform.mjs';
import typescript from './cases/typescript.mjs';
import viewer from './cases/viewer.mjs';

export const cases = [
  acorn,
  typescript,
  prettier,
  terser,
  rollup,
  awaits,
  coroutines,
  emptyCalls,
  fastify,
  inflation,
  sample,
  runOptions,
  busyCores,
  heldMemory,
  replay,
  size,
  transform,
  again,
  startUp,
  giants,
  large,
  python,
  chromium,
  viewer,
  timeline,
];
