/**
 * What instrumented code imports where it iterates asynchronously, delegates, disposes, has intricate parameters, tells of
 * lines, or has what runs later or the promises of functions followed.
 */
import { realm } from '../realm.ts';
import { allProbes } from '../probes/wrappers/index.ts';

export const {
  delegate,
  delegateAsync,
  iterate,
  disposable,
  dispose,
  parameters,
  PARAMETERS,
  line,
  coroutineLine,
  enterLater,
  beginLater,
  beginModuleLater,
  handing,
  handed,
  leaveWith,
  awaiting,
} = allProbes(realm);
