import { everyCall } from '../../test/support/every-call.ts';

/** In place of conformance/src/counted.ts: every call is counted, whatever is called. */
export const counted = everyCall;
