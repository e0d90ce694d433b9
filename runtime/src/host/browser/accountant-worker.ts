import type { Answer, Message } from '../../accountant/messages.ts';
import type { AccountantHandle } from './accountant-handle.ts';

/** Taken at load time: the program may put its own in their place. */
const { Worker } = globalThis;

/** Starts a worker that keeps the accounts; `hear` gets what the realm is to be told, ReadyAnswer first. Null where no worker may run. */
export function keepInWorker(
  url: string | URL,
  hear: (answer: Answer) => void,
  onFailure: () => void,
): AccountantHandle | null {
  if (typeof Worker !== 'function') return null;
  try {
    const worker = new Worker(url, { name: 'tsprof' });
    worker.onmessage = ({ data }) => hear(data as Answer);
    worker.onerror = (event) => {
      // It is our failure, not the program's.
      event.preventDefault();
      onFailure();
    };
    return { post: (message: Message, transfer = []) => worker.postMessage(message, transfer) };
  } catch {
    return null;
  }
}
