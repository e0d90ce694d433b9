/** What instrumented code imports under Bun and Deno: workers of a program that is profiled are so as well. */
import { joinMain } from '../host/node/other-threads.ts';

joinMain();

export * from './probes.ts';
