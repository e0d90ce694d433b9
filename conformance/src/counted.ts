import type { InstrumentOptions } from '../../plugin/src/instrument.ts';

/** Which calls are counted: none, unless a stress mode says so. */
export const counted: InstrumentOptions['builtins'] = undefined;
