import { memo, useEffect, useReducer, useState } from 'react';

interface Article {
  readonly id: number;
  readonly title: string;
}

const Row = memo(function Row({ title }: { title: string }) {
  return <li>{title}</li>;
});

async function fetchPage(page: number): Promise<Article[]> {
  const response = await fetch(`/api/feed?page=${page}`);
  return (await response.json()) as Article[];
}

function append(articles: readonly Article[], more: readonly Article[]): readonly Article[] {
  return [...articles, ...more];
}

/** Says after how many milliseconds of quiet how much there is. */
function useAnnouncement(count: number): string {
  const [words, setWords] = useState('');
  useEffect(
    function announceLater() {
      const timer = setTimeout(function announce() {
        setWords(`${count} articles`);
      }, 20);
      return function cancel() {
        clearTimeout(timer);
      };
    },
    [count],
  );
  return words;
}

export function Feed() {
  const [articles, add] = useReducer(append, []);
  const [page, setPage] = useState(0);
  const words = useAnnouncement(articles.length);
  async function loadMore() {
    try {
      add(await fetchPage(page));
      setPage(page + 1);
    } catch (error) {
      console.error(`no page ${page}: ${String(error)}`);
    }
  }
  return (
    <section>
      <ul id="feed">
        {articles.map(({ id, title }) => (
          <Row key={id} title={title} />
        ))}
      </ul>
      <p id="announcement">{words}</p>
      <button id="more" onClick={loadMore}>
        more
      </button>
    </section>
  );
}
