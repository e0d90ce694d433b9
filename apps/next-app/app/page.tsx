import { Kiosk } from './Kiosk';
import { priceOf } from './prices';

/** Made anew for each visit. */
export const dynamic = 'force-dynamic';

async function loadPapers(): Promise<string[]> {
  await Promise.resolve();
  return ['Herald', 'Courier', 'Gazette'];
}

export default async function Page() {
  const papers = await loadPapers();
  return (
    <main>
      <h1>From {Math.min(...papers.map(priceOf))}</h1>
      <Kiosk papers={papers} />
    </main>
  );
}
