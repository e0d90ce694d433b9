import type { Todo } from './todos.ts';

interface ItemProps {
  readonly todo: Todo;
  onToggle(id: number): void;
  onRemove(id: number): void;
}

export const Item = ({ todo, onToggle, onRemove }: ItemProps) => (
  <li>
    <span>{todo.title}</span>
    <button class="toggle" onClick={() => onToggle(todo.id)}>
      {todo.done ? 'undo' : 'do'}
    </button>
    <button class="remove" onClick={() => onRemove(todo.id)}>
      remove
    </button>
  </li>
);
