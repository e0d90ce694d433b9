/** What all instrumented code imports; see docs/internals/probes.md. */
import { realm } from '../realm.ts';

export const {
  register,
  enter,
  leave,
  begin,
  end,
  suspend,
  resume,
  park,
  unpark,
  again,
  beginModule,
  endModule,
} = realm.probes;
