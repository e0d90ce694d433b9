export interface Todo {
  readonly id: number;
  readonly title: string;
  readonly done: boolean;
}

export async function load(): Promise<Todo[]> {
  const response = await fetch('/api/todos');
  return (await response.json()) as Todo[];
}

/** Returns what there is to say about it. */
export async function save(todos: readonly Todo[]): Promise<string> {
  const response = await fetch('/api/save', { method: 'POST', body: JSON.stringify(todos) });
  const { saved } = (await response.json()) as { saved: number };
  return `saved ${saved}, ${todos.filter((todo) => todo.done).length} done`;
}
