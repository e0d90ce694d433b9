/** webpack, with either of the loaders that people use for TypeScript: classes, a part loaded later, a worker. */
import { describe } from 'vitest';
import type { Page } from 'playwright-core';
import { bin } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import type { Count } from '../support/counts.ts';

/** What the user types, and how many primes are below it. */
const QUESTIONS: readonly (readonly [typed: string, limit: number, primes: number])[] = [
  ['10', 10, 4],
  ['100', 100, 25],
  ['1k', 1000, 168],
];
const TYPED = QUESTIONS.map(([typed]) => typed).join('').length;
const PRIMES = 4 + 25 + 168;
const ASKED = QUESTIONS.length;

async function actions(page: Page): Promise<void> {
  const says = (text: string) => page.locator('output', { hasText: text }).waitFor();
  await says('ready');
  for (const [typed, limit, primes] of QUESTIONS) {
    await page.locator('#limit').selectText();
    await page.keyboard.type(typed);
    await page.click('#count');
    await says(`${primes} primes below ${limit}`);
  }
  await page.click('#explain');
  await says('Primes become rarer: 40 %, 25 %, 17 %');
}

const index = { file: 'src/index.ts' };
const counter = { file: 'src/counter.ts' };
const history = { file: 'src/history.ts' };
const worker = { file: 'src/primes.worker.ts' };

const counts: Count[] = [
  { ...index, name: '<module>', at: "from './counter'", ncall: 1 },
  { ...index, name: 'normalize', at: 'function normalize(', ncall: TYPED },
  { ...index, name: 'count', at: 'function count(', ncall: ASKED, nsuspend: ASKED },
  { ...index, name: 'explain', at: 'function explain(', ncall: 1, nsuspend: 1 },
  { ...counter, name: 'Counter.constructor', at: 'constructor(', ncall: 1 },
  { ...counter, name: 'Counter.countTo', at: 'countTo(', ncall: ASKED },
  { ...counter, name: 'Counter.settle', at: 'private settle(', ncall: ASKED },
  { ...history, name: 'History.add', at: 'add(limit', ncall: ASKED },
  { ...history, name: 'History.[Symbol.iterator]', at: '*[Symbol.iterator]', ncall: 1, nyield: ASKED },
  { name: 'share', file: 'src/explain.ts', at: 'const share =', ncall: ASKED },
  { name: 'explanation', file: 'src/explain.ts', at: 'function explanation(', ncall: 1 },
  { ...worker, name: '<module>', at: 'The sieve of', ncall: 1 },
  { ...worker, name: 'onQuestion', at: 'function onQuestion(', ncall: ASKED },
  { ...worker, name: 'countPrimes', at: 'function countPrimes(', ncall: ASKED },
  { ...worker, name: 'strike', at: 'function strike(', ncall: PRIMES },
];

for (const loader of ['babel-loader', 'ts-loader'])
  describe(loader, () => {
    checkApp({
      name: 'webpack-app',
      growsBy: 3600,
      bundler: loader,
      build: (out) => [
        bin('webpack-cli', 'bin/cli.js'),
        'build',
        '--env',
        `loader=${loader}`,
        '--output-path',
        out,
      ],
      actions,
      counts,
    });
  });
