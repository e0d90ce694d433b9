import { Suspense, lazy, useState } from 'react';
import { Cart } from './Cart.tsx';
import { Feed } from './Feed.tsx';
import { Search } from './Search.tsx';
import { Sorter } from './Sorter.tsx';

const Chart = lazy(() => import('./Chart.tsx'));

export function App({ name }: { name: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <main>
      <h1>{name}</h1>
      <Search />
      <Feed />
      <Cart />
      <Sorter />
      <button id="open-chart" onClick={() => setOpen(true)}>
        chart
      </button>
      {isOpen && (
        <Suspense fallback="…">
          <Chart frames={5} />
        </Suspense>
      )}
    </main>
  );
}
