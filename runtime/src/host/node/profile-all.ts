import { isMainThread } from 'node:worker_threads';
import { createPauses } from '../../session/pauses.ts';
import type { Profile } from '../../profile/format.ts';
import { realm } from '../../realm.ts';
import { sampleRealm } from '../../sampling/sampling.ts';
import { Session, type ControlRequest, type Recorder } from '../../session/session.ts';
import { allProbes } from '../../probes/wrappers/index.ts';
import { startAccountant } from './accountant-worker.ts';
import type { EnvironmentOptions } from './environment-options.ts';
import { loadApart } from './own-context.ts';
import { ownFile, tellOfMissingFiles } from './own-files.ts';
import { followParents } from './parents.ts';
import { watchPromises } from './promises.ts';
import { tagRequests } from './request-tags.ts';
import { followPromises } from './returned-promises.ts';

type OwnContext = Pick<typeof import('./process.ts'), 'afterStart' | 'recorderFor' | 'textOf'>;

/** Kept from load time: the program may patch it. */
const { parse } = JSON;

/** Profiles this process, or this worker thread, from here on; once. */
export function profileAll(options: EnvironmentOptions): void {
  prepareProfile(options)();
}

/**
 * Returns what starts that; until then the accountant thread has time to start. Probes and the session stand among the
 * program's own objects; the rest is loaded in a context of its own.
 */
export function prepareProfile(options: EnvironmentOptions): () => void {
  const isSampled = options.clock === 'sample';
  // Before anything is made of the probes that these replace.
  if (isSampled) sampleRealm(realm);
  if (options.tagRequests) tagRequests(realm);
  if (!isSampled) followParents(realm, options.parents);
  if (!isSampled) followPromises(realm, options.promises);
  // Before the program can patch what they are made of.
  allProbes(realm);
  // Loaders find them there.
  if (realm.sampling === undefined) Object.assign(realm.probes, createPauses(realm.log));
  const apart = ownFile('own-context.js');
  if (apart === null) tellOfMissingFiles();
  if (realm.session !== null || apart === null) return () => {};
  // First, since it takes a while.
  const thread = isMainThread ? { thread: startAccountant() } : {};
  watchPromises(realm);
  const { afterStart, recorderFor, textOf } = loadApart<OwnContext>(apart, realm);
  const createRecorder = recorderFor({ ...options, ...thread });
  const session = new Session(realm, (realm, clock, options) =>
    forProgram(createRecorder(realm, clock, options), textOf),
  );
  realm.session = session;
  const { clock, hz } = options;
  return () => {
    session.start({ clock, ...(hz !== undefined && { hz }) });
    afterStart();
  };
}

/** What the recorder tells is made of the program's own kinds of objects. */
function forProgram(recorder: Recorder, textOf: (profile: Profile) => string): Recorder {
  return {
    clock: recorder.clock,
    start: () => recorder.start(),
    stop: () => recorder.stop(),
    clear: () => recorder.clear(),
    profile: async (within) => parse(textOf(await recorder.profile(within))) as Profile,
    ...(recorder.control && {
      control: async (request: ControlRequest) => ({ ...(await recorder.control!(request)) }),
    }),
  };
}
