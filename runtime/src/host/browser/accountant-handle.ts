import type { Message } from '../../accountant/messages.ts';

/** Whoever keeps a realm's accounts, as the realm sees it. */
export interface AccountantHandle {
  /** Gives it a message; what is in `transfer` belongs to it from then on. */
  post(message: Message, transfer?: Transferable[]): void;
}
