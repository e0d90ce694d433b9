/** Keeps the accounts in the realm's own thread, where no worker may run. Loaded when it is needed. */
import { AccountsService } from './accounts-service.ts';
import type { Answer } from './messages.ts';
import type { Keeper } from './keeper.ts';

/** `hear` gets what the realm is to be told. */
export function keepInThread(hear: (answer: Answer) => void): Keeper {
  const service = new AccountsService(hear);
  return { post: (letter) => service.accept(letter) };
}
