/* Evaluated in the realm of a test: there the runtime has to live with what the test does to the built-ins. */
import { realm } from '../../runtime/src/realm.ts';
import { startRecording, type Recording } from './recording.ts';

export { realm };

/** Records what is written in this realm; see `startRecording`. */
export const start = (onEvent: () => void, onError: (error: unknown) => void): Recording =>
  startRecording(realm, onEvent, onError);

/** Lets each probe be heard once. */
export function warmUp(): void {
  const { probes, stop } = startRecording(
    realm,
    () => undefined,
    () => undefined,
  );
  const site = probes.register('warm-up', '0a\n0b', [1, 0, 1, 2]);
  for (let round = 0; round < 2; round++) {
    probes.enter(site);
    const token = probes.begin(site + 1);
    probes.resume(token, probes.suspend(token, null));
    probes.unpark(token, probes.park(token, null));
    probes.again(token);
    probes.end(token);
    probes.leave(site);
  }
  stop();
}
