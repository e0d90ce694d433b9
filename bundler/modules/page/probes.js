// What instrumented code imports in pages and their workers. The build plugins put their own options into it; as it
// stands here it is for builds without one, where Babel has the option `runtime: 'unplugin-tsprof/probes'`.
import { begin } from '@tsprof/runtime/page';

begin({ door: () => import('@tsprof/runtime') });

export * from '@tsprof/runtime/probes';
