/**
 * TodoMVC, as somebody else wrote it, with what Speedometer's user does: adds a hundred todos, completes and removes each.
 * Plain and profiled in turn; prints how much longer each step takes. How long that may be is for docs to say, not for a
 * test on a machine that others use. `ROUNDS=10` for figures to be believed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch } from '../support/browser.ts';
import { APPS, buildApp } from '../support/build.ts';
import { allRows, expectedRows, foundRows } from '../support/counts.ts';
import type { Count } from '../support/counts.ts';
import { medianRatios } from '../support/ratios.ts';
import type { Times } from '../support/ratios.ts';
import { askedProfile } from '../support/realms.ts';
import { visit } from '../support/visit.ts';
import type { Behaviour } from '../support/visit.ts';

const TODOS = 100;
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);

const folder = join(APPS, 'todomvc');
const example = join(APPS, 'node_modules/todomvc/examples/vanillajs');

let browser: Browser;
beforeAll(async () => {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  for (const [out, isProfiled] of [
    ['dist/plain', false],
    ['dist/profiled', true],
  ] as const)
    await buildApp({ folder, build: () => ['build.mjs'], out, isProfiled });
  browser = await launch();
});
afterAll(() => browser?.close());

/** Runs in the page. Milliseconds of each step, layout included. */
function workThrough(todos: number): Times {
  const input = document.querySelector<HTMLInputElement>('#new-todo')!;
  const times: Times = {};
  const time = (name: string, step: () => void) => {
    const began = performance.now();
    step();
    document.body.getBoundingClientRect();
    times[name] = performance.now() - began;
  };
  time('add', () => {
    for (let number = 0; number < todos; number++) {
      input.value = `Something to do ${number}`;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  time('complete', () => {
    for (const toggle of document.querySelectorAll<HTMLElement>('.toggle')) toggle.click();
  });
  time('remove', () => {
    for (const destroy of document.querySelectorAll<HTMLElement>('.destroy')) destroy.click();
  });
  return times;
}

interface Outcome {
  readonly behaviour: Behaviour;
  readonly times: Times;
  readonly profile: Profile | null;
}

async function runBuild(build: 'plain' | 'profiled'): Promise<Outcome> {
  let times: Times = {};
  const actions = async (page: Page) => {
    await page.locator('#filters a.selected').waitFor({ state: 'attached' });
    times = await page.evaluate(workThrough, TODOS);
  };
  const served = { folder: join(folder, 'dist', build), isolated: true, actions };
  const { behaviour, seen } = await visit(browser, served, async (open) =>
    build === 'profiled' ? await askedProfile(open) : null,
  );
  return { behaviour, times, profile: seen };
}

const controller = { file: 'js/controller.js' };
const COUNTS: Count[] = [
  { ...controller, name: 'Controller.addItem', at: 'prototype.addItem =', ncall: TODOS },
  { ...controller, name: 'Controller.toggleComplete', at: 'prototype.toggleComplete =', ncall: TODOS },
  { ...controller, name: 'Controller.removeItem', at: 'prototype.removeItem =', ncall: TODOS },
  { file: 'js/store.js', name: 'Store.save', at: 'prototype.save =', ncall: 2 * TODOS },
  // Counted once at first and after each step.
  { file: 'js/model.js', name: 'Model.getCount', at: 'prototype.getCount =', ncall: 1 + 3 * TODOS },
];

it('does the same, counts exactly, and says what it costs', async () => {
  const rounds: { plain: Outcome; profiled: Outcome }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ plain: await runBuild('plain'), profiled: await runBuild('profiled') });
  console.table(medianRatios(rounds.map(({ plain, profiled }) => [plain.times, profiled.times])));
  for (const { plain, profiled } of rounds) {
    expect(plain.behaviour.errors).toEqual([]);
    expect(profiled.behaviour).toEqual(plain.behaviour);
    if (process.env['DEBUG']) console.log(allRows(profiled.profile!).join('\n'));
    expect(foundRows(profiled.profile!, COUNTS)).toEqual(expectedRows(example, COUNTS));
  }
});
