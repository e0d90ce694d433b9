import { apply } from '../../intrinsics.ts';
import { inBackground } from './background.ts';

/** As it was when this was loaded. */
const { MessageChannel } = globalThis;

/** What has the event loop call something in its next task, without delay: a message to ourselves. */
export function createTurns(): (then: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  let next: () => void = () => {};
  port1.onmessage = () => next();
  inBackground(port1);
  const { postMessage } = port2;
  return (then) => {
    next = then;
    apply(postMessage, port2, [null]);
  };
}
