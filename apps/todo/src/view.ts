import type { Todo } from './api.ts';

export interface Handlers {
  add(title: string): void;
  toggle(id: number): void;
  remove(id: number): void;
  report(): void;
}

export interface View {
  render(todos: readonly Todo[]): void;
  say(words: string): void;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

export function createView(root: Element, handlers: Handlers): View {
  const input = element('input', { id: 'title' });
  const list = element('ul');
  const status = element('output');
  const form = element('form', {}, input);
  form.addEventListener('submit', function onSubmit(event) {
    event.preventDefault();
    handlers.add(input.value);
    input.value = '';
  });
  const report = element('button', { id: 'report', textContent: 'report', onclick: () => handlers.report() });
  root.append(form, list, report, status);

  function item(todo: Todo): HTMLLIElement {
    const toggle = element('button', { className: 'toggle', textContent: todo.done ? 'undo' : 'do' });
    toggle.addEventListener('click', () => handlers.toggle(todo.id));
    const remove = element('button', { className: 'remove', textContent: 'remove' });
    remove.addEventListener('click', () => handlers.remove(todo.id));
    return element('li', {}, element('span', { textContent: todo.title }), toggle, remove);
  }

  return {
    render(todos) {
      list.replaceChildren(...todos.map(item));
    },
    say(words) {
      status.textContent = words;
    },
  };
}
