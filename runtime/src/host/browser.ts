import type { ClockName } from '../profile/format.ts';
import type { Page } from '../session/page.ts';
import type { Realm } from '../realm.ts';
import type { CreateRecorder } from '../session/session.ts';
import { loadOverlay } from './browser/overlay.ts';
import { PageRecorder, type Recording } from './browser/recorder.ts';

/** In pages and their workers the public functions also stand on `globalThis.__tsprof__`, for those without a bundler. */
export function expose(functions: object): void {
  Object.defineProperty(globalThis, '__tsprof__', { value: Object.freeze(functions), configurable: true });
}

/** Pages have no async context that would say on whose behalf the event loop calls. */
export function followParents(_realm: Realm, _asked: boolean | undefined): void {}

const NO_PROMISES = 'promises of plain functions are not followed: pages do not say when they settle';

/** See NO_PROMISES. */
export function followPromises(_realm: Realm, _isAsked: boolean): void {}

/** Records a page, frame or worker, from where it has begun; after a `clear`, in place of the one before. */
export const createRecorder: CreateRecorder = (realm, asked, { promises }) => {
  const page = realm.page as Page | null;
  const recording = recordingFor(asked);
  const notes = promises === true ? [...recording.notes, NO_PROMISES] : recording.notes;
  const recorder = new PageRecorder(realm, page, { ...recording, notes });
  if (page !== null) void loadOverlay(page.options);
  return recorder;
};

/**
 * Where memory can be shared a worker observes the log, once it gets dense; anywhere else the clock is read now and then in dense
 * code.
 */
function recordingFor(asked: 'auto' | ClockName): Recording {
  if (asked === 'none') return { clock: 'none', notes: [], mayShare: false };
  const mayShare = canShare() && asked !== 'exact';
  const isMissing = asked === 'cpu' || asked === 'sample';
  const notes = isMissing ? [`clock '${asked}' is not to be had here`] : [];
  return { clock: asked === 'auto' || asked === 'observed' ? 'observed' : 'exact', notes, mayShare };
}

/** Whether the page is cross-origin isolated, and there is another core to observe from. */
function canShare(): boolean {
  return (
    typeof SharedArrayBuffer === 'function' &&
    globalThis.crossOriginIsolated &&
    navigator.hardwareConcurrency > 1
  );
}
