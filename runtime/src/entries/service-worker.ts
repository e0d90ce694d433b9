/**
 * The public functions and all that they would load later: for service workers, which may load nothing later, and for pages that send their profiles,
 * as these may be left at any time.
 */
import * as inThread from '../host/browser/in-thread.ts';
import { haveInThread } from '../host/browser/accountant-channel.ts';

haveInThread(inThread);
export * from './index.ts';
