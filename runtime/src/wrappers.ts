/** What instrumented code imports where it iterates asynchronously, delegates, disposes, or has intricate parameters. */
import { realm } from './realm.ts';
import { allProbes } from './wrappers/index.ts';

export const { delegate, delegateAsync, iterate, disposable, dispose, parameters, PARAMETERS } =
  allProbes(realm);
