import { Session } from 'node:inspector';
import { OWN_CONTEXT } from './own-context.ts';

/*
 * A main thread in a loop that calls nothing gets neither to a probe nor to its event loop. Node's inspector gets through to
 * it: what it evaluates interrupts even a loop. It cannot be asked under the permission model, and it does not get through
 * to what waits outside of JavaScript.
 */

/** In the main thread's own context: what is called there with a number, in the midst of whatever it does. */
const NAME = 'onInterrupt';

/** From now on the accountant can have this called; by what runs in the own context of the main thread. */
export function allowInterrupt(onInterrupt: (number: number) => unknown): void {
  Object.defineProperty(globalThis, NAME, { value: onInterrupt, configurable: true });
}

interface Created {
  readonly params: { readonly context: { readonly id: number; readonly name: string } };
}

/** Has that called in the main thread, from a thread of ours. Does nothing where there is no way. */
export function interruptMain(number: number): void {
  try {
    const session = new Session();
    session.connectToMainThread();
    session.on('Runtime.executionContextCreated', ({ params: { context } }: Created) => {
      if (context.name !== OWN_CONTEXT) return;
      session.post('Runtime.evaluate', { expression: `${NAME}(${number})`, contextId: context.id });
    });
    session.post('Runtime.enable');
  } catch {
    // There is no inspector, or it is not for us.
  }
}
