import type { Todo } from './api.ts';

type Listener = () => void;

export class Store {
  todos: readonly Todo[];
  #nextId: number;
  readonly #listeners: Listener[] = [];

  constructor(todos: readonly Todo[]) {
    this.todos = todos;
    this.#nextId = 1 + Math.max(0, ...todos.map(({ id }) => id));
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  add(title: string): void {
    this.#set([...this.todos, { id: this.#nextId++, title, done: false }]);
  }

  toggle(id: number): void {
    this.#set(this.todos.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  }

  remove(id: number): void {
    this.#set(this.todos.filter((todo) => todo.id !== id));
  }

  #set(todos: readonly Todo[]): void {
    this.todos = todos;
    for (const listener of this.#listeners) listener();
  }
}
