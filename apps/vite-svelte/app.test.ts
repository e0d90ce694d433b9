/** Svelte by Vite: single-file components, instrumented as their compiler hands them over. */
import { viteBuild } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import { ADDED, CHANGES, FROM_SERVER, LEFT, REMOVED, TOGGLED, WORDS } from '../support/todo.ts';
import { todoActions, todoRoutes } from '../support/todo.ts';

const App = { file: 'src/App.svelte' };
const Item = { file: 'src/Item.svelte' };

checkApp({
  name: 'vite-svelte',
  build: viteBuild,
  actions: todoActions,
  routes: todoRoutes,
  counts: [
    { ...App, name: 'start', at: 'function start(', ncall: 1, nsuspend: 1 },
    { ...App, name: 'change', at: 'function change(', ncall: CHANGES, nsuspend: CHANGES },
    { ...App, name: 'add', at: 'function add(', ncall: ADDED },
    { ...App, name: 'toggle', at: 'const toggle =', ncall: TOGGLED },
    { ...App, name: 'remove', at: 'const remove =', ncall: REMOVED },
    { ...App, name: 'showReport', at: 'function showReport(', ncall: 1, nsuspend: 1 },
    // For each new item, and when it is done.
    { ...Item, name: 'findLabel', at: 'function findLabel(', ncall: FROM_SERVER + ADDED + TOGGLED },
    { ...Item, name: 'onToggle', at: 'function onToggle(', ncall: TOGGLED },
    { ...Item, name: 'onRemove', at: 'function onRemove(', ncall: REMOVED },
    { name: 'load', file: 'src/todos.ts', at: 'function load(', ncall: 1, nsuspend: 2 },
    { name: 'save', file: 'src/todos.ts', at: 'function save(', ncall: CHANGES, nsuspend: 2 * CHANGES },
    { name: 'report', file: 'src/report.ts', at: 'function report(', ncall: 1 },
    { name: 'words', file: 'src/report.ts', at: 'function* words(', ncall: LEFT, nyield: WORDS },
  ],
});
