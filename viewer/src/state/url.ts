import { batch, effect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { isUnfolded, shape, subjectKey, weight } from '../flame/flame.tsx';
import type { Shape } from '../flame/layout.ts';
import type { Weight } from '../flame/frames.ts';
import { chosenThreshold } from './figures.ts';
import { file, onlyMine, packageName, search, tag, thread } from './filter.ts';
import { inSight, range, type TimeRange } from './range.ts';
import { selectedAwait, selectedCoroutine, selectedRequest } from './selected.ts';
import { selectedKey } from './selected-key.ts';
import { view } from './view.ts';

/** A part of the page's state that its URL has. */
interface Entry {
  readonly name: string;
  read(): string;
  write(text: string): void;
}

const text = (name: string, held: Signal<string>, first = ''): Entry => ({
  name,
  read: () => (held.value === first ? '' : held.value),
  write: (value) => (held.value = value === '' ? first : value),
});

const textOrNull = (name: string, held: Signal<string | null>): Entry => ({
  name,
  read: () => held.value ?? '',
  write: (value) => (held.value = value === '' ? null : value),
});

const flag = (name: string, held: Signal<boolean>): Entry => ({
  name,
  read: () => (held.value ? '1' : ''),
  write: (value) => (held.value = value === '1'),
});

const choice = <T extends string>(name: string, held: Signal<T>, all: readonly T[]): Entry => ({
  name,
  read: () => (held.value === all[0] ? '' : held.value),
  write: (value) => (held.value = all.find((each) => each === value) ?? all[0]!),
});

/** Two times in ns with `-` between them. */
const times = (name: string, held: Signal<TimeRange | null>): Entry => ({
  name,
  read: () => (held.value === null ? '' : `${held.value.from}-${held.value.to}`),
  write(text) {
    const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
    const found = { from: Number(from), to: Number(to) };
    if (!(found.from < found.to)) held.value = null;
    else if (held.value?.from !== found.from || held.value.to !== found.to) held.value = found;
  },
});

const ENTRIES: readonly Entry[] = [
  text('view', view, 'overview'),
  text('search', search),
  text('thread', thread),
  text('tag', tag),
  text('package', packageName),
  text('file', file),
  flag('mine', onlyMine),
  textOrNull('selected', selectedKey),
  textOrNull('await', selectedAwait),
  textOrNull('coroutine', selectedCoroutine),
  textOrNull('request', selectedRequest),
  choice<Weight>('width', weight, ['running', 'time', 'waiting', 'calls', 'memory']),
  choice<Shape>('shape', shape, ['calls', 'inverted', 'callers', 'callees']),
  textOrNull('of', subjectKey),
  flag('unfolded', isUnfolded),
  times('range', range),
  times('window', inSight),
  {
    name: 'threshold',
    read: () => (chosenThreshold.value === null ? '' : String(chosenThreshold.value)),
    write: (value) => (chosenThreshold.value = Number(value) >= 1 ? Number(value) : null),
  },
];

/** Names may be a megabyte long; URLs that long are none. */
const LONGEST = 2000;

/** Takes the state from the page's URL, and keeps it there. */
export function followUrl(): void {
  readUrl();
  addEventListener('hashchange', () => location.hash !== written && readUrl());
  let last = view.peek();
  effect(() => {
    const parameters = new URLSearchParams();
    for (const { name, read } of ENTRIES) {
      const value = read();
      if (value !== '' && value.length <= LONGEST) parameters.set(name, value);
    }
    const hash = `#${parameters}`;
    if (hash === location.hash || (hash === '#' && location.hash === '')) return;
    written = hash;
    // Going back leads to the view before, not through every word of a search.
    if (view.value === last) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    last = view.value;
  });
}

let written = '';

function readUrl(): void {
  const parameters = new URLSearchParams(location.hash.slice(1));
  batch(() => {
    for (const { name, write } of ENTRIES) write(parameters.get(name) ?? '');
  });
}
