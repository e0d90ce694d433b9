import type { Todo } from './todos.ts';

function* words(title: string): Generator<string> {
  for (const word of title.split(' ')) yield word.toLowerCase();
}

function* allWords(todos: readonly Todo[]): Generator<string> {
  for (const { title } of todos) yield* words(title);
}

export function report(todos: readonly Todo[]): string {
  const all = [...allWords(todos)];
  return `${all.length} words: ${all.join(' ')}`;
}
