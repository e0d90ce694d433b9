/** For pages without a build: a classic script that stands before all instrumented ones. */
// A worker's script goes on right behind this one, before `door` has loaded anything: it must find all probes.
import '../wrappers.ts';
import { beginAsSet } from './begin-as-set.ts';

beginAsSet((globalThis.document?.currentScript as HTMLScriptElement | null | undefined)?.src);
