/** Solid by Vite: components run once each; what changes is what they return. */
import { viteBuild } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import { ADDED, CHANGES, FROM_SERVER, LEFT, REMOVED, TOGGLED, WORDS } from '../support/todo.ts';
import { todoActions, todoRoutes } from '../support/todo.ts';

/** One for each todo: those from the server, those that are added, and anew those that become another object. */
const ITEMS = FROM_SERVER + ADDED + TOGGLED;

const App = { file: 'src/App.tsx' };

checkApp({
  name: 'vite-solid',
  build: viteBuild,
  actions: todoActions,
  routes: todoRoutes,
  counts: [
    { ...App, name: 'App', at: 'function App(', ncall: 1 },
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
