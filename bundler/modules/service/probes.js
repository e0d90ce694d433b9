// What instrumented code imports in service workers, which may load nothing later. The build plugins put their own
// options into it; as it stands here it is for builds without one.
import { begin } from '@tsprof/runtime/page';
import * as door from '@tsprof/runtime/service-worker';

begin({ door: () => Promise.resolve(door) });

export * from '@tsprof/runtime/probes';
