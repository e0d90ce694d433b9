'use client';

import { useEffect, useState } from 'react';

async function askPrice(paper: string): Promise<number> {
  const response = await fetch(`/api/price?paper=${paper}`);
  const { price } = (await response.json()) as { price: number };
  return price;
}

export function Kiosk({ papers }: { papers: readonly string[] }) {
  const [total, setTotal] = useState(0);
  const [isReady, setReady] = useState(false);
  useEffect(function wake() {
    setReady(true);
  }, []);
  async function buy(paper: string) {
    const price = await askPrice(paper);
    setTotal((sum) => sum + price);
  }
  return (
    <section data-ready={isReady}>
      {papers.map((paper) => (
        <button key={paper} id={paper} onClick={() => buy(paper)}>
          {paper}
        </button>
      ))}
      <output>{total}</output>
    </section>
  );
}
