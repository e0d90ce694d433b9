import { useEffect, useRef, useState } from 'preact/hooks';
import { Item } from './Item.tsx';
import { load, save } from './todos.ts';
import type { Todo } from './todos.ts';

export function App() {
  const [todos, setTodos] = useState<readonly Todo[]>([]);
  const [status, setStatus] = useState('');
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    void load().then((loaded) => {
      setTodos(loaded);
      setStatus('ready');
    });
  }, []);

  async function change(changed: readonly Todo[]) {
    setTodos(changed);
    setStatus(await save(changed));
  }
  function add(event: Event) {
    event.preventDefault();
    const { value } = input.current!;
    input.current!.value = '';
    void change([...todos, { id: 1 + Math.max(...todos.map(({ id }) => id)), title: value, done: false }]);
  }
  const toggle = (id: number) =>
    change(todos.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  const remove = (id: number) => change(todos.filter((todo) => todo.id !== id));
  async function showReport() {
    const { report } = await import('./report.ts');
    setStatus(report(todos));
  }

  return (
    <>
      <form onSubmit={add}>
        <input id="title" ref={input} />
      </form>
      <ul>
        {todos.map((todo) => (
          <Item key={todo.id} todo={todo} onToggle={toggle} onRemove={remove} />
        ))}
      </ul>
      <button id="report" onClick={showReport}>
        report
      </button>
      <output>{status}</output>
    </>
  );
}
