import { For, createSignal, onMount } from 'solid-js';
import { Item } from './Item.tsx';
import { load, save } from './todos.ts';
import type { Todo } from './todos.ts';

export function App() {
  const [todos, setTodos] = createSignal<readonly Todo[]>([]);
  const [status, setStatus] = createSignal('');
  let input!: HTMLInputElement;

  onMount(async () => {
    setTodos(await load());
    setStatus('ready');
  });

  async function change(changed: readonly Todo[]) {
    setTodos(changed);
    setStatus(await save(changed));
  }
  function add(event: Event) {
    event.preventDefault();
    const title = input.value;
    input.value = '';
    const id = 1 + Math.max(...todos().map((todo) => todo.id));
    void change([...todos(), { id, title, done: false }]);
  }
  const toggle = (id: number) =>
    change(todos().map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  const remove = (id: number) => change(todos().filter((todo) => todo.id !== id));
  async function showReport() {
    const { report } = await import('./report.ts');
    setStatus(report(todos()));
  }

  return (
    <>
      <form onSubmit={add}>
        <input id="title" ref={(element) => (input = element)} />
      </form>
      <ul>
        <For each={todos()}>{(todo) => <Item todo={todo} onToggle={toggle} onRemove={remove} />}</For>
      </ul>
      <button id="report" onClick={showReport}>
        report
      </button>
      <output>{status()}</output>
    </>
  );
}
