/** React by Vite: effects, transitions, async handlers, lazy parts, frames, timers, a worker, a saga. */
import type { Page } from 'playwright-core';
import { viteBuild } from '../support/build.ts';
import { checkApp } from '../support/check.ts';

const TYPED = 'grapef';
const WORDS = 8;
const PAGES = 3;
const ARTICLES = 5;
const BOUGHT = 3;
const FRAMES = 5;
/** Lists of 1, 2, 3 and 4 numbers. */
const SORTS = 4;
const NUMBERS = 1 + 2 + 3 + 4;

async function actions(page: Page): Promise<void> {
  const shows = (id: string, text: string) => page.locator(`#${id}`, { hasText: text }).waitFor();
  await page.locator('h1', { hasText: 'Corner shop' }).waitFor();
  await shows('announcement', '0 articles');
  for (let typed = 1; typed <= TYPED.length; typed++) {
    await page.press('#search', TYPED[typed - 1]!);
    await shows('results', `${TYPED.slice(0, typed)}:`);
    await page.locator('[data-pending=false]').waitFor();
  }
  for (let loaded = 1; loaded <= PAGES; loaded++) {
    await page.click('#more');
    await shows('announcement', `${loaded * ARTICLES} articles`);
  }
  for (let bought = 1; bought <= BOUGHT; bought++) {
    await page.click('#buy');
    await shows('cart', `${bought} in the cart`);
  }
  await page.click('#checkout');
  await shows('cart', '0 in the cart, paid');
  for (let sorts = 1; sorts <= SORTS; sorts++) {
    await page.click('#sort');
    await shows('sorted', [...Array(sorts).keys()].join(' '));
  }
  await page.click('#open-chart');
  await shows('chart', '10 20 30 40 50');
}

const Search = { file: 'src/Search.tsx' };
const Feed = { file: 'src/Feed.tsx' };
const worker = { file: 'src/sorter.worker.ts' };

checkApp({
  name: 'vite-react',
  build: viteBuild,
  actions,
  routes: {
    '/api/settings': () => ({ name: 'Corner shop' }),
    '/api/feed': (query) =>
      Array.from({ length: ARTICLES }, (_, index) => {
        const id = ARTICLES * Number(query.get('page')) + index;
        return { id, title: `Article ${id}` };
      }),
    '/api/pay': (_, body) => ({ receipt: `paid: ${body}` }),
  },
  counts: [
    { name: '<module>', file: 'src/settings.ts', at: 'export interface Settings', ncall: 1, nsuspend: 1 },
    { name: 'ask', file: 'src/settings.ts', at: 'function ask(', ncall: 1, nsuspend: 2 },
    { name: 'App', file: 'src/App.tsx', at: 'function App(', ncall: 2 },
    { ...Search, name: 'Search/onChange', at: 'function onChange(', ncall: TYPED.length },
    { ...Search, name: 'Search/onChange/search', at: 'function search(', ncall: TYPED.length },
    { ...Search, name: 'Results', at: 'function Results(', ncall: 1 + TYPED.length },
    { ...Search, name: 'matches', at: 'function matches(', ncall: WORDS * (1 + TYPED.length) },
    { ...Feed, name: 'Feed/loadMore', at: 'function loadMore(', ncall: PAGES, nsuspend: PAGES },
    { ...Feed, name: 'fetchPage', at: 'function fetchPage(', ncall: PAGES, nsuspend: 2 * PAGES },
    { ...Feed, name: 'append', at: 'function append(', ncall: PAGES },
    { ...Feed, name: 'Row', at: 'function Row(', ncall: PAGES * ARTICLES },
    { ...Feed, name: 'useAnnouncement/announceLater', at: 'function announceLater(', ncall: 1 + PAGES },
    { ...Feed, name: 'useAnnouncement/announceLater/announce', at: 'function announce(', ncall: 1 + PAGES },
    { ...Feed, name: 'useAnnouncement/announceLater/cancel', at: 'function cancel(', ncall: PAGES },
    { name: 'pay', file: 'src/saga.ts', at: 'function pay(', ncall: 2, nsuspend: 4 },
    { name: 'checkout', file: 'src/saga.ts', at: 'function* checkout(', ncall: 1, nyield: 7 },
    // Parked for each of those, and waiting for somebody to check out, twice.
    { name: 'shop', file: 'src/saga.ts', at: 'function* shop(', ncall: 1, nyield: 7 + 2 },
    { name: 'Chart/animate', file: 'src/Chart.tsx', at: 'function animate(', ncall: 1 },
    { name: 'Chart/animate/step', file: 'src/Chart.tsx', at: 'function step(', ncall: FRAMES },
    { name: 'heightAt', file: 'src/Chart.tsx', at: 'function heightAt(', ncall: FRAMES },
    { name: 'Sorter/sort', file: 'src/Sorter.tsx', at: 'function sort(', ncall: SORTS },
    { name: 'Sorter/connect/onSorted', file: 'src/Sorter.tsx', at: 'function onSorted(', ncall: SORTS },
    { ...worker, name: 'onNumbers', at: 'function onNumbers(', ncall: SORTS, nsuspend: SORTS },
    { ...worker, name: 'sort', at: 'function sort(', ncall: SORTS, nsuspend: SORTS },
    { ...worker, name: 'place', at: 'function place(', ncall: NUMBERS },
  ],
});
