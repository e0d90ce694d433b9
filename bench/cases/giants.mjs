// Programs that have much of something: live coroutines, worker threads, modules, functions in a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, subject } from '../prepare.mjs';
import { valueRow } from '../rows.mjs';
import { command, timeOf, usageOf } from '../usage.mjs';

const MB = 1e6;
const SECOND = 1000;
const COROUTINES = 1_000_000;
const WORKERS = 200;
const MODULES = 5000;
const FUNCTIONS = 100_000;
/** A program of some size. */
const USUAL = { modules: 150, functions: 1400 };

export default {
  name: 'giants',
  measure(settings) {
    const folder = join(settings.folder, 'giants');
    mkdirSync(folder);
    const rounds = (title, measure) =>
      Array.from({ length: settings.rounds }, (_, round) => {
        settings.say(`${title}, round ${round + 1} of ${settings.rounds}`);
        return measure(round);
      });
    return [...coroutineRows(folder, rounds), ...startRows(folder, rounds)];
  },
};

/** As many as `subjects/live.mjs` is told of, all alive at once. */
function coroutineRows(parent, rounds) {
  const folder = join(parent, 'coroutines');
  prepare({ copied: { 'main.mjs': subject('live.mjs') } }, folder);
  const main = (copy) => join(folder, copy, 'main.mjs');
  const auto = ['--import', '@tsprof/runtime/auto'];
  const env = { TSPROF_OUTPUT: join(folder, 'live.tsprof') };
  const found = rounds('live coroutines', () => ({
    plain: usageOf([main('plain'), String(COROUTINES)], folder, { cwd: folder }),
    profiled: usageOf([...auto, main('instrumented'), String(COROUTINES)], folder, { cwd: folder, env }),
  }));
  const of = (way, figure) => found.map((round) => round[way][figure]);
  const peaks = (way) => of(way, 'peak').map((peak) => peak / MB);
  const work = 'a million live coroutines';
  return [
    valueRow(`${work}, profiled: peak memory`, 'MB', peaks('profiled'), { atMost: 700 }),
    valueRow(`${work}, plain: peak memory`, 'MB', peaks('plain')),
    valueRow(`${work}, profiled: time`, 'ms', of('profiled', 'time')),
    valueRow(`${work}, plain: time`, 'ms', of('plain', 'time')),
  ];
}

/** By `tsprof run`, with nothing cached, and plain. */
const STARTED = {
  workers: {
    title: `${WORKERS} worker threads made and ended`,
    write: writeWorkers,
    limit: { atMost: 8 * SECOND },
  },
  modules: {
    title: `${MODULES} modules`,
    write: (folder) => writeModules(folder, MODULES, MODULES),
    limit: { atMost: 3 * SECOND },
  },
  functions: {
    title: `${FUNCTIONS} functions in a file`,
    write: (folder) => writeModules(folder, 1, FUNCTIONS),
    limit: { atMost: 10 * SECOND },
  },
  cold: {
    title: `cold start of ${USUAL.functions} functions in ${USUAL.modules} modules`,
    write: (folder) => writeModules(folder, USUAL.modules, USUAL.functions),
  },
};

function startRows(parent, rounds) {
  return Object.entries(STARTED).flatMap(([name, { title, write, limit }]) => {
    const folder = join(parent, name);
    mkdirSync(folder);
    write(folder);
    const found = rounds(title, (round) => ({
      profiled: timeOf(
        [
          command('tsprof'),
          'run',
          '--quiet',
          '--include',
          '**',
          '-o',
          join(folder, 'run.tsprof'),
          'main.mjs',
        ],
        { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: join(folder, `cache-${round}`) } },
      ),
      plain: timeOf(['main.mjs'], { cwd: folder }),
    }));
    const times = (way) => found.map((round) => round[way]);
    return [
      valueRow(`${title}: tsprof run`, 'ms', times('profiled'), limit),
      valueRow(`${title}: plain`, 'ms', times('plain')),
    ];
  });
}

/** Files of a program: modules with some functions each, which `main.mjs` imports and calls. */
function writeModules(folder, modules, functions) {
  const each = functions / modules;
  const names = Array.from({ length: modules }, (_, module) => `module${module}`);
  for (const [module, name] of names.entries())
    writeFileSync(join(folder, `${name}.mjs`), moduleOf(module, each));
  const imports = names.map((name) => `import { all as ${name} } from './${name}.mjs';`);
  const calls = `console.log([${names.join(', ')}].flat().reduce((sum, call) => sum + call(1), 0));`;
  writeFileSync(join(folder, 'main.mjs'), `${imports.join('\n')}\n${calls}\n`);
}

function moduleOf(module, each) {
  const [first, last] = [Math.ceil(module * each), Math.ceil((module + 1) * each)];
  const names = Array.from({ length: last - first }, (_, at) => `add${first + at}`);
  const functions = names.map(
    (name, at) => `function ${name}(x) {\n  const y = x + ${at};\n  return y * 2;\n}`,
  );
  return `${functions.join('\n')}\nexport const all = [${names.join(', ')}];\n`;
}

function writeWorkers(folder) {
  writeFileSync(
    join(folder, 'worker.mjs'),
    'export const work = (n) => (n < 2 ? n : work(n - 1) + work(n - 2));\nwork(15);\n',
  );
  const lines = [
    `import { once } from 'node:events';`,
    `import { Worker } from 'node:worker_threads';`,
    `const worker = new URL('worker.mjs', import.meta.url);`,
    `for (let made = 0; made < ${WORKERS}; made++) await once(new Worker(worker), 'exit');`,
  ];
  writeFileSync(join(folder, 'main.mjs'), `${lines.join('\n')}\n`);
}
