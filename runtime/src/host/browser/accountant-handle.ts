import type { Letter } from './messages.ts';

/** Whoever keeps a realm's accounts, as the realm sees it. */
export interface AccountantHandle {
  /** Gives it a letter; what is in `transfer` belongs to it from then on. */
  post(letter: Letter, transfer?: Transferable[]): void;
}
