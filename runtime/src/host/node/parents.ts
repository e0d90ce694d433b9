import * as hooks from 'node:async_hooks';
import { types } from 'node:util';
import { CONTEXTS } from '../../events.ts';
import { apply } from '../../intrinsics.ts';
import { ContextWriter } from '../../log/contexts.ts';
import type { Log } from '../../log/log.ts';
import type { Parents } from '../../probes/parents.ts';
import type { Realm } from '../../realm.ts';
import { OTHER_RUNTIME } from './other-runtime.ts';
import { hasContextFrames, hookResources } from './async-contexts.ts';

/*
 * On whose behalf Node's event loop calls. Timers, immediates, ticks, callbacks of I/O and the like have an id, which a hook hears
 * of when they are made, and which is known when they call back. Handlers of promises have none: the code around `then` says when
 * they are handed over, and async context brings back what it has said.
 */

/** What has handed something to a promise. */
interface Handing {
  readonly context: number;
  /** The call that it is handed to is not over. */
  isOpen: boolean;
  /** As long as that is so: the context that it was in. */
  outer: Handing | undefined;
}

/** Numbers of contexts from here on are ours, those below are Node's ids. */
const OWN = CONTEXTS / 2;

/** Follows logical parents in this thread from now on. `asked`: whether it is to be so; by default, where that costs little. */
export function followParents(realm: Realm, asked: boolean | undefined): void {
  if (realm.parents !== undefined || OTHER_RUNTIME !== null || !(asked ?? hasContextFrames(hooks))) return;
  const parents = new AsyncParents(realm.log);
  realm.parents = parents;
  hookResources((id, type) => parents.note(id, type));
}

/** Those that run soon, and once. */
const SOON: Readonly<Record<string, true | undefined>> = Object.assign(Object.create(null), {
  ...{ TickObject: true, Microtask: true, Immediate: true },
  ...{ FSREQCALLBACK: true, WRITEWRAP: true, SHUTDOWNWRAP: true },
});

/** As they are now: all of this is the program's, too. */
function methodsOf({ executionAsyncId, executionAsyncResource, AsyncLocalStorage }: typeof hooks) {
  const { getStore, enterWith } = AsyncLocalStorage.prototype;
  const { isPromise } = types;
  return { executionAsyncId, executionAsyncResource, getStore, enterWith, isPromise };
}

class AsyncParents implements Parents {
  readonly #contexts: ContextWriter;
  readonly #node = methodsOf(hooks);
  readonly #store = new hooks.AsyncLocalStorage<Handing>();
  #handed = 0;
  /** Code that asks on whose behalf it is called has been: what is called by other code must not be taken to be so. */
  #isAsked = false;

  constructor(log: Log) {
    this.#contexts = new ContextWriter(log);
  }

  arrive(): void {
    this.#isAsked = true;
    this.#contexts.enter(this.#current());
  }

  arriveAnew(): void {
    if (!this.#contexts.isCalled) this.#contexts.enter(0);
  }

  /** Something of this type was made that may call back. That of a promise would come once more where its handlers are handed over. */
  note(id: number, type: string): void {
    if (type === 'PROMISE') return;
    if (this.#isAsked && !this.#contexts.isCalled) this.arrive();
    this.#contexts.schedule(id % OWN, SOON[type] === undefined);
  }

  handing(): void {
    if (!this.#contexts.isCalled) return;
    const context = OWN + (this.#handed = (this.#handed + 1) % OWN);
    this.#contexts.schedule(context, true);
    this.#enter({ context, isOpen: true, outer: this.#stored() });
  }

  handed(): void {
    const handing = this.#stored();
    if (handing === undefined || !handing.isOpen) return;
    const { outer } = handing;
    handing.isOpen = false;
    // A chain of handlers is as long as the program runs.
    handing.outer = undefined;
    this.#enter(outer);
  }

  #current(): number {
    const { executionAsyncId, executionAsyncResource, isPromise } = this.#node;
    const id = executionAsyncId();
    if (id !== 0 && !isPromise(executionAsyncResource())) return id % OWN;
    return this.#stored()?.context ?? 0;
  }

  #stored(): Handing | undefined {
    return apply(this.#node.getStore, this.#store, []) as Handing | undefined;
  }

  #enter(handing: Handing | undefined): void {
    apply(this.#node.enterWith, this.#store, [handing]);
  }
}
