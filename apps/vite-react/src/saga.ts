import { call, delay, put, select, take } from 'redux-saga/effects';
import type { State } from './store.ts';

async function pay(items: number): Promise<string> {
  const response = await fetch('/api/pay', { method: 'POST', body: JSON.stringify({ items }) });
  const { receipt } = (await response.json()) as { receipt: string };
  return receipt;
}

/** Announced, paid in two parts, and done. */
function* checkout(): Generator<unknown, void, never> {
  yield put({ type: 'paying' });
  const items: number = yield select(({ items }: State) => items);
  for (let tries = 0; tries < 2; tries++) {
    const receipt: string = yield call(pay, items + tries);
    console.log(receipt);
    yield delay(5);
  }
  yield put({ type: 'paid' });
}

/** Sells for ever. */
export function* shop(): Generator<unknown, void, never> {
  for (;;) {
    yield take('checkout');
    yield* checkout();
  }
}
