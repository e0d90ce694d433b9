/** Preact by Vite: components are rendered as often as their state changes. */
import { viteBuild } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import { ADDED, CHANGES, LEFT, REMOVED, TOGGLED, WORDS, todoActions, todoRoutes } from '../support/todo.ts';

/** Once empty, once loaded, once for each change and once when that is saved, once for the report. */
const RENDERED = 1 + 1 + 2 * CHANGES + 1;
/** The app renders all of its items each time: 2, twice as many after each change, and those of the report. */
const ITEMS = 2 + 2 * (3 + 4 + 5 + 5 + 5 + 4) + LEFT;

const App = { file: 'src/App.tsx' };

checkApp({
  name: 'vite-preact',
  build: viteBuild,
  actions: todoActions,
  routes: todoRoutes,
  counts: [
    { ...App, name: 'App', at: 'function App(', ncall: RENDERED },
    { ...App, name: 'App/change', at: 'function change(', ncall: CHANGES, nsuspend: CHANGES },
    { ...App, name: 'App/add', at: 'function add(', ncall: ADDED },
    { ...App, name: 'App/toggle', at: 'const toggle =', ncall: TOGGLED },
    { ...App, name: 'App/remove', at: 'const remove =', ncall: REMOVED },
    { ...App, name: 'App/showReport', at: 'function showReport(', ncall: 1, nsuspend: 1 },
    { name: 'Item', file: 'src/Item.tsx', at: 'const Item =', ncall: ITEMS },
    { name: 'load', file: 'src/todos.ts', at: 'function load(', ncall: 1, nsuspend: 2 },
    { name: 'save', file: 'src/todos.ts', at: 'function save(', ncall: CHANGES, nsuspend: 2 * CHANGES },
    { name: 'report', file: 'src/report.ts', at: 'function report(', ncall: 1 },
    { name: 'words', file: 'src/report.ts', at: 'function* words(', ncall: LEFT, nyield: WORDS },
  ],
});
