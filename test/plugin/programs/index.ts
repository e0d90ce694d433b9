import { coroutines } from './coroutines.ts';
import { functions } from './functions.ts';
import { iteration } from './iteration.ts';
import { parameters } from './parameters.ts';

/** Programs by what they try; each logs whatever an instrumented copy could get wrong. */
export const programs: Readonly<Record<string, string>> = {
  ...functions,
  ...parameters,
  ...coroutines,
  ...iteration,
};
