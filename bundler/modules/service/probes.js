// What instrumented code imports in service workers, which may load nothing later. The build plugins put their own
// options into it; as it stands here it is for builds without one.
import { begin } from '@tsprof/runtime/page';
import * as whole from '@tsprof/runtime/whole';

begin({ door: () => Promise.resolve(whole) });

export * from '@tsprof/runtime/probes';
