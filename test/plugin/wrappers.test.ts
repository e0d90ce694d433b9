import { describe, expect, it } from 'vitest';
import { createWrappers, type WrappedProbes } from '../../runtime/src/probes/wrappers/index.ts';

/** Probes that write down what they are told. */
function record() {
  const events: string[] = [];
  let coroutines = 0;
  const core: WrappedProbes = {
    suspend: (token, value) => (events.push(`suspend ${token}`), value),
    park: (token, value) => (events.push(`park ${token}`), value),
    parkInList: (token) => void events.push(`park ${token}`),
    hasParkedInList: () => false,
    again: (token) => void events.push(`again ${token}`),
    delegated: (token) => void events.push(`delegated ${token}`),
    asked: (token, value) => (events.push(`asked ${token}`), value),
    open: (site) => (events.push(`open ${site}`), 7),
    close: (site, depth) => void events.push(`close ${site} ${depth}`),
    lastCoroutine: () => coroutines,
  };
  return { events, wrappers: createWrappers(core), begin: () => void coroutines++ };
}

describe('delegate', () => {
  /** A generator function that announces itself as instrumented ones do, and one that does not. */
  const kinds = (begin: () => void) => ({
    *ours(n: number) {
      begin();
      for (let i = 0; i < n; i++) {
        yield i;
        begin();
      }
    },
    *foreign(n: number) {
      for (let i = 0; i < n; i++) yield i;
    },
  });

  it('learns from a whole run that a generator is ours, then only says so', () => {
    const { events, wrappers, begin } = record();
    const { ours } = kinds(begin);
    expect([...wrappers.delegate(1, ours(2))]).toEqual([0, 1]);
    expect(events).toEqual(['again 1', 'park 1', 'again 1', 'park 1', 'again 1']);
    events.length = 0;
    const second = ours(2);
    expect(wrappers.delegate(1, second)).toBe(second);
    expect(events).toEqual(['delegated 1']);
  });

  it('never takes a foreign generator for ours, nor one that has nothing left', () => {
    const { wrappers, begin, events } = record();
    const { ours, foreign } = kinds(begin);
    for (let i = 0; i < 3; i++) {
      const generator = foreign(1);
      expect(wrappers.delegate(1, generator)).not.toBe(generator);
      expect([...wrappers.delegate(1, generator)]).toEqual([0]);
    }
    const spent = ours(1);
    expect([...spent]).toEqual([0]);
    expect([...wrappers.delegate(1, spent)]).toEqual([]);
    expect([...wrappers.delegate(1, ours(1))]).toEqual([0]);
    expect(wrappers.delegate(1, ours(1))).toSatisfy((x: object) => Object.getPrototypeOf(x) !== null);
    expect(events.at(-1)).toBe('delegated 1');
  });

  it('parks for arrays and strings, hands on what cannot be iterated, survives proxies that refuse', () => {
    const { wrappers, events } = record();
    const list = [1];
    expect(wrappers.delegate(1, list)).toBe(list);
    expect(wrappers.delegate(1, 'ab')).toBe('ab');
    expect(wrappers.delegate(1, null)).toBe(null);
    expect(events).toEqual(['park 1', 'park 1']);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => wrappers.delegate(1, proxy)).not.toThrow();
  });
});

describe('wrappers', () => {
  it('use nothing that the subject can patch', () => {
    const { wrappers } = record();
    const targets: [object: object, key: string | symbol][] = [
      [WeakMap.prototype, 'get'],
      [Function.prototype, 'call'],
      [Function.prototype, 'apply'],
      [Array.prototype, Symbol.iterator],
    ];
    const saved = targets.map((target) => Object.getOwnPropertyDescriptor(target[0], target[1])!);
    let touched = 0;
    const patched = { value: () => void touched++, configurable: true, writable: true };
    const args: ArrayLike<number> = { length: 2, 0: 1, 1: 2 };
    const generator = (function* () {
      yield 1;
    })();
    // No loops over arrays and no test tools until all is restored: they would be touched themselves.
    try {
      for (let i = 0; i < targets.length; i++) Object.defineProperty(targets[i]![0], targets[i]![1], patched);
      const iterator = (wrappers.delegate(1, generator) as Iterable<number>)[Symbol.iterator]();
      iterator.next();
      iterator.next();
      (wrappers.parameters(1, args, 0) as Iterable<unknown>)[Symbol.iterator]().next();
    } finally {
      for (let i = 0; i < targets.length; i++)
        Object.defineProperty(targets[i]![0], targets[i]![1], saved[i]!);
    }
    expect(touched).toBe(0);
  });

  it('close parameters once, whichever way the pattern ends', () => {
    const { wrappers, events } = record();
    const parameters = (from: number, rest?: number) =>
      wrappers.parameters(7, Object.assign([1, 2, 3]), from, rest) as Iterable<number>;
    const [a, b, c, d = 'default'] = parameters(0);
    expect([a, b, c, d]).toEqual([1, 2, 3, 'default']);
    const [e, ...others] = parameters(1, 1);
    expect([e, others]).toEqual([2, [3]]);
    const [f, g, ...none] = parameters(2, 2);
    expect([f, g, none]).toEqual([3, undefined, []]);
    const fail = () => {
      throw new Error('default');
    };
    expect(() => {
      const [, , , h = fail()] = parameters(0);
      return h;
    }).toThrow('default');
    expect(events).toEqual([
      'open 7',
      'close 7 7',
      'open 7',
      'close 7 7',
      'open 7',
      'close 7 7',
      'open 7',
      'close 7 7',
    ]);
  });
});
