/** For pages without a build: a classic script that stands before all instrumented ones. */
import { beginAsSet } from './settings.ts';

beginAsSet((globalThis.document?.currentScript as HTMLScriptElement | null | undefined)?.src);
