import { useEffect, useRef, useState } from 'react';

export function Sorter() {
  const worker = useRef<Worker>(null);
  const [sorted, setSorted] = useState<readonly number[]>([]);
  useEffect(function connect() {
    const created = new Worker(new URL('./sorter.worker.ts', import.meta.url), { type: 'module' });
    created.onmessage = function onSorted({ data }: MessageEvent<number[]>) {
      setSorted(data);
    };
    worker.current = created;
    return () => created.terminate();
  }, []);
  function sort() {
    const next = sorted.length + 1;
    worker.current!.postMessage(Array.from({ length: next }, (_, index) => (index * 7) % next));
  }
  return (
    <section>
      <p id="sorted">{sorted.join(' ')}</p>
      <button id="sort" onClick={sort}>
        sort
      </button>
    </section>
  );
}
