import { applyMiddleware, legacy_createStore } from 'redux';
import type { UnknownAction } from 'redux';
import createSagaMiddleware from 'redux-saga';
import { shop } from './saga.ts';

export interface State {
  readonly items: number;
  readonly status: string;
}

const EMPTY: State = { items: 0, status: 'open' };

function reduce(state: State = EMPTY, { type }: UnknownAction): State {
  switch (type) {
    case 'buy':
      return { ...state, items: state.items + 1 };
    case 'paying':
      return { ...state, status: 'paying' };
    case 'paid':
      return { items: 0, status: 'paid' };
    default:
      return state;
  }
}

const saga = createSagaMiddleware();
export const store = legacy_createStore(reduce, applyMiddleware(saga));
saga.run(shop);
