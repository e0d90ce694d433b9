/* Evaluated in the realm of a test: there the runtime has to live with what the test does to the built-ins. */
import { realm } from '../../runtime/src/realm.ts';
import { startRecording, type Recording } from './recording.ts';

/** Records what is written in this realm. */
export const start = (onEvent: () => void): Recording => startRecording(realm, onEvent);
