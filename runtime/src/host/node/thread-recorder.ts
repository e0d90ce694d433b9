import { BroadcastChannel, threadId } from 'node:worker_threads';
import type { Ring } from '../../carriers/ring.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { Recorder } from '../../session/session.ts';
import type { AnswerLetter, Letter } from './messages.ts';

/** Records a worker thread whose log the companion replays. */
export class ThreadRecorder implements Recorder {
  readonly clock: ClockName;
  readonly #ring: Ring;
  readonly #channel: string;

  constructor(clock: ClockName, ring: Ring, channel: string) {
    this.clock = clock;
    this.#ring = ring;
    this.#channel = channel;
  }

  start(): void {
    this.#ring.start();
  }

  stop(): void {
    this.#ring.stop();
  }

  clear(): void {
    this.#ring.clear();
  }

  /** The companion's answer comes by the same channel on which it was asked. */
  profile(within: number | null): Promise<Profile> {
    const mail = new BroadcastChannel(this.#channel);
    const answer = new Promise<Profile>((resolve) => {
      mail.onmessage = (event) => {
        const { data } = event as unknown as { data: Letter | AnswerLetter };
        if (data.type !== 'answer' || data.thread !== threadId || data.within !== within) return;
        mail.close();
        resolve(JSON.parse(data.profile) as Profile);
      };
    });
    mail.postMessage({ type: 'ask', thread: threadId, within } satisfies Letter);
    return answer;
  }
}
