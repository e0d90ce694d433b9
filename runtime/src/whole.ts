/** All of the public door at once, for service workers: they may load nothing later. */
import * as inThread from './host/browser/in-thread.ts';
import { haveInThread } from './host/browser/link.ts';

haveInThread(inThread);
export * from './index.ts';
