import { memo, useState, useTransition } from 'react';
import type { ChangeEvent } from 'react';

const WORDS = ['apple', 'apricot', 'banana', 'cherry', 'grape', 'grapefruit', 'pear', 'plum'];

function matches(word: string, query: string): boolean {
  return word.includes(query);
}

/** Rendered in a transition: never in the way of typing. */
const Results = memo(function Results({ query }: { query: string }) {
  const found = WORDS.filter((word) => matches(word, query));
  return (
    <p id="results">
      {query}: {found.join(' ')}
    </p>
  );
});

export function Search() {
  const [text, setText] = useState('');
  const [query, setQuery] = useState('');
  const [isPending, startTransition] = useTransition();
  function onChange({ target }: ChangeEvent<HTMLInputElement>) {
    setText(target.value);
    startTransition(function search() {
      setQuery(target.value);
    });
  }
  return (
    <section data-pending={isPending}>
      <input id="search" value={text} onChange={onChange} />
      <Results query={query} />
    </section>
  );
}
