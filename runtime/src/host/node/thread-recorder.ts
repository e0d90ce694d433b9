import { BroadcastChannel, threadId } from 'node:worker_threads';
import type { Message, TextAnswer } from '../../accountant/messages.ts';
import type { Ring } from '../../carriers/ring.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { Recorder } from '../../session/session.ts';

/** Records a worker thread whose log the accountant replays. */
export class ThreadRecorder implements Recorder {
  readonly clock: ClockName;
  readonly #ring: Ring;
  readonly #channel: string;
  #nonce = 0;

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

  profile(within: number | null): Promise<Profile> {
    return profileByMail(this.#channel, ++this.#nonce, within);
  }
}

/** The profile of this thread. The accountant's answer comes by the same channel on which it was asked, with the same number. */
export function profileByMail(channel: string, nonce: number, within: number | null): Promise<Profile> {
  const mail = new BroadcastChannel(channel);
  const answer = new Promise<Profile>((resolve) => {
    mail.onmessage = (event) => {
      const { data } = event as unknown as { data: Message | TextAnswer };
      if (data.type !== 'text' || data.thread !== threadId || data.nonce !== nonce) return;
      mail.close();
      resolve(JSON.parse(data.text) as Profile);
    };
  });
  mail.postMessage({ type: 'ask', thread: threadId, nonce, within, heard: [] } satisfies Message);
  return answer;
}
