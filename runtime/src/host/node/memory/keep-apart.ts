import { setFlagsFromString } from 'node:v8';

/**
 * V8 says of what a function allocates that has been compiled into its caller that the caller has allocated it: nothing is
 * compiled into callers from here on, in any thread of the process.
 */
export function keepFunctionsApart(): void {
  setFlagsFromString('--no-turbo-inlining');
  setFlagsFromString('--no-maglev-inlining');
}
