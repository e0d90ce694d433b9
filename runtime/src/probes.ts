/** What instrumented code imports; see ARCHITECTURE, "The probes". */
import { realm } from './realm.ts';

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
  delegate,
  delegateAsync,
  iterate,
  dispose,
  parameters,
  PARAMETERS,
  beginModule,
  endModule,
} = realm.probes;
