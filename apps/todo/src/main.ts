import { load, save } from './api.ts';
import { Store } from './store.ts';
import { createView } from './view.ts';

async function start(): Promise<void> {
  const store = new Store(await load());
  const view = createView(document.querySelector('#app')!, {
    add: (title) => store.add(title),
    toggle: (id) => store.toggle(id),
    remove: (id) => store.remove(id),
    report: async () => {
      const { report } = await import('./report.ts');
      view.say(report(store.todos));
    },
  });
  store.subscribe(() => view.render(store.todos));
  store.subscribe(async () => view.say(await save(store.todos)));
  view.render(store.todos);
  view.say('ready');
}

await start();
console.log('todo is ready');
