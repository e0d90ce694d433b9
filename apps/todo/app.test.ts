/** The same small app by every bundler that no other app is built with: its user and its counts are the same. */
import { describe } from 'vitest';
import { bin } from '../support/build.ts';
import type { Build } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import type { Count } from '../support/counts.ts';
import * as todo from '../support/todo.ts';

const { ADDED, CHANGES, FROM_SERVER, LEFT, REMOVED, TOGGLED, WORDS } = todo;

/** The list is drawn anew after each change: with 2 todos at first, 3, 4, 5, twice 5, and 4. */
const ITEMS = FROM_SERVER + 3 + 4 + 5 + 5 + 5 + 4;

const counts: Count[] = [
  { name: '<module>', file: 'src/main.ts', at: "from './api.ts'", ncall: 1, nsuspend: 1 },
  { name: 'start', file: 'src/main.ts', at: 'function start(', ncall: 1, nsuspend: 1 },
  { name: 'load', file: 'src/api.ts', at: 'function load(', ncall: 1, nsuspend: 2 },
  { name: 'save', file: 'src/api.ts', at: 'function save(', ncall: CHANGES, nsuspend: 2 * CHANGES },
  { name: 'Store.add', file: 'src/store.ts', at: 'add(title', ncall: ADDED },
  { name: 'Store.toggle', file: 'src/store.ts', at: 'toggle(id', ncall: TOGGLED },
  { name: 'Store.remove', file: 'src/store.ts', at: 'remove(id', ncall: REMOVED },
  { name: 'Store.#set', file: 'src/store.ts', at: '#set(todos', ncall: CHANGES },
  { name: 'createView/onSubmit', file: 'src/view.ts', at: 'function onSubmit(', ncall: ADDED },
  { name: 'createView/item', file: 'src/view.ts', at: 'function item(', ncall: ITEMS },
  { name: 'createView/render', file: 'src/view.ts', at: 'render(todos) {', ncall: 1 + CHANGES },
  { name: 'report', file: 'src/report.ts', at: 'function report(', ncall: 1 },
  { name: 'allWords', file: 'src/report.ts', at: 'function* allWords(', ncall: 1, nyield: WORDS },
  { name: 'words', file: 'src/report.ts', at: 'function* words(', ncall: LEFT, nyield: WORDS },
];

const builds: Record<string, Build> = {
  rspack: (out) => [bin('@rspack/cli', 'bin/rspack.js'), 'build', '--output-path', out],
  farm: () => [bin('@farmfe/cli', 'bin/farm.mjs'), 'build'],
  rolldown: (out) => [bin('rolldown', 'bin/cli.mjs'), '-c', 'rolldown.config.mjs', '-d', out],
  esbuild: () => ['esbuild.mjs'],
};

for (const [bundler, build] of Object.entries(builds))
  describe(bundler, () => {
    checkApp({
      name: 'todo',
      growsBy: 5350,
      bundler,
      hasInlineScripts: bundler === 'farm',
      build,
      actions: todo.todoActions,
      routes: todo.todoRoutes,
      counts,
    });
  });
