/** For pages without a build: what instrumented modules import. */
import { beginAsSet } from './begin-as-set.ts';

beginAsSet(import.meta.url);
export * from '../probes.ts';
