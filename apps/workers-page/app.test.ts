/** Realms of every kind by Vite: page, frame, dedicated, shared and service worker; each posts its own profile. */
import type { Page } from 'playwright-core';
import { viteBuild } from '../support/build.ts';
import { checkApp } from '../support/check.ts';
import type { Count } from '../support/counts.ts';
import { postedProfile } from '../support/realms.ts';

const DEDICATED = 3;
const SHARED = 4;
const SERVICE = 2;
const FRAME = 2;
/** Calls of `fibonacci(10)` and `fibonacci(12)`: 2 f(n + 1) - 1, with f(11) = 89 and f(13) = 233. */
const CALLS = DEDICATED * (2 * 89 - 1) + SERVICE * (2 * 233 - 1);

async function actions(page: Page): Promise<void> {
  const says = (text: string) => page.locator('output', { hasText: text }).waitFor();
  const ask = async (id: string, answer: number) => {
    await page.evaluate(() => document.querySelector('output')!.replaceChildren());
    await page.click(`#${id}`);
    await says(`${id}: ${answer}`);
  };
  await says('ready');
  for (let asked = 0; asked < DEDICATED; asked++) await ask('dedicated', 55);
  for (let total = 1; total <= SHARED; total++) await ask('shared', total);
  for (let asked = 0; asked < SERVICE; asked++) await ask('service', 144);
  for (let asked = 1; asked <= FRAME; asked++) await ask('frame', SHARED + 10 * asked);
}

const main = { file: 'src/main.js' };
const frame = { file: 'src/frame.js' };
const shared = { file: 'src/shared.js' };
const service = { file: 'src/service.js' };

const counts: Count[] = [
  { ...main, name: 'startService', at: 'function startService(', ncall: 1, nsuspend: 2 },
  { ...main, name: 'askDedicated', at: 'function askDedicated(', ncall: DEDICATED, nsuspend: DEDICATED },
  { ...main, name: 'askShared', at: 'function askShared(', ncall: SHARED, nsuspend: SHARED },
  { ...main, name: 'askService', at: 'function askService(', ncall: SERVICE, nsuspend: 2 * SERVICE },
  { ...main, name: 'askFrame', at: 'function askFrame(', ncall: FRAME, nsuspend: FRAME },
  // Once to hear that the frame is there.
  { ...main, name: 'answerOf', at: 'function answerOf(', ncall: 1 + DEDICATED + FRAME },
  { ...frame, name: 'double', at: 'function double(', ncall: FRAME },
  { ...frame, name: 'onAsked', at: 'function onAsked(', ncall: FRAME, nsuspend: FRAME },
  { name: 'increase', file: 'src/connection.js', at: 'function increase(', ncall: SHARED + FRAME },
  { name: 'onQuestion', file: 'src/dedicated.js', at: 'function onQuestion(', ncall: DEDICATED },
  { name: 'fibonacci', file: 'src/fibonacci.js', at: 'function fibonacci(', ncall: CALLS },
  { ...shared, name: 'onConnect', at: 'function onConnect(', ncall: 2 },
  { ...shared, name: 'onConnect/onIncrease', at: 'function onIncrease(', ncall: SHARED + FRAME },
  { ...shared, name: 'increase', at: 'function increase(', ncall: SHARED + FRAME },
  { ...service, name: 'onInstall', at: 'function onInstall(', ncall: 1 },
  { ...service, name: 'onActivate', at: 'function onActivate(', ncall: 1 },
  { ...service, name: 'answer', at: 'function answer(', ncall: SERVICE, nsuspend: SERVICE },
];

checkApp({
  name: 'workers-page',
  growsBy: 5000,
  build: viteBuild,
  actions,
  counts,
  gather: (visit) => postedProfile(visit, counts),
});
