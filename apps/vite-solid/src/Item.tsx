import type { Todo } from './todos.ts';

interface ItemProps {
  readonly todo: Todo;
  onToggle(id: number): void;
  onRemove(id: number): void;
}

export const Item = (props: ItemProps) => (
  <li>
    <span>{props.todo.title}</span>
    <button class="toggle" onClick={() => props.onToggle(props.todo.id)}>
      {props.todo.done ? 'undo' : 'do'}
    </button>
    <button class="remove" onClick={() => props.onRemove(props.todo.id)}>
      remove
    </button>
  </li>
);
