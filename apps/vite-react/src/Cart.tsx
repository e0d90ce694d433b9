import { useSyncExternalStore } from 'react';
import { store } from './store.ts';

export function Cart() {
  const { items, status } = useSyncExternalStore(store.subscribe, store.getState);
  return (
    <section>
      <p id="cart">
        {items} in the cart, {status}
      </p>
      <button id="buy" onClick={() => store.dispatch({ type: 'buy' })}>
        buy
      </button>
      <button id="checkout" onClick={() => store.dispatch({ type: 'checkout' })}>
        check out
      </button>
    </section>
  );
}
