// What instrumented code imports under Node: profiling begins with the first module that does.
import './realm.js';
import '@tsprof/runtime/auto';

export * from '@tsprof/runtime/probes';
