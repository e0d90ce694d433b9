/** A library by Rollup, profiled, in somebody's page that is not: what the page does not use is left out of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { APPS, bin } from '../support/build.ts';
import { checkApp } from '../support/check.ts';

const SIZES = [2, 3];
/** power(m, 5) asks for 2, 1 and 0; each but the last squares, and 5 and 1 are odd. */
const POWERS = 4;
const PRODUCTS = 3 + 2;
const CELLS = SIZES.reduce((sum, size) => sum + size * size, 0);

async function actions(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.fill('#size', `${size}`);
    await page.click('#go');
    await page.locator('output', { hasText: `${size}: ${size ** 4} ` }).waitFor();
  }
}

const products = { file: 'src/products.js' };
const shape = { file: 'src/shape.js' };

checkApp({
  name: 'rollup-library',
  growsBy: 4600,
  build: () => [bin('rollup', 'dist/bin/rollup'), '-c'],
  actions,
  counts: [
    { ...products, name: 'power', at: 'function power(', ncall: POWERS * SIZES.length },
    { ...products, name: 'multiply', at: 'function multiply(', ncall: PRODUCTS * SIZES.length },
    { ...products, name: 'dot', at: 'function dot(', ncall: PRODUCTS * CELLS },
    { ...products, name: 'identity', at: 'function identity(', ncall: SIZES.length },
    { ...shape, name: 'transpose', at: 'function transpose(', ncall: PRODUCTS * SIZES.length },
    { ...shape, name: 'rows', at: 'function* rows(', ncall: SIZES.length, nyield: 2 + 3 },
  ],
});

it('has left out what the page does not use', () => {
  const bundle = readFileSync(join(APPS, 'rollup-library/dist/profiled/main.js'), 'utf8');
  expect(bundle).toContain('function power(');
  expect(bundle).not.toContain('function determinant(');
});
