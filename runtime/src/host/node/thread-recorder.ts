import { BroadcastChannel, threadId } from 'node:worker_threads';
import type { Message, TextAnswer } from '../../accountant/messages.ts';
import type { Ring } from '../../carriers/ring.ts';
import type { ClockName, Profile } from '../../profile/format.ts';
import type { Recorder } from '../../session/session.ts';
import type { MemoryWatch } from './memory/memory-watch.ts';

/** Records a worker thread whose log the accountant replays. */
export class ThreadRecorder implements Recorder {
  readonly clock: ClockName;
  readonly #ring: Ring;
  readonly #channel: string;
  readonly #memory: MemoryWatch | null;
  #nonce = 0;

  constructor(clock: ClockName, ring: Ring, channel: string, memory: MemoryWatch | null) {
    this.clock = clock;
    this.#ring = ring;
    this.#channel = channel;
    this.#memory = memory;
  }

  start(): void {
    this.#ring.start();
  }

  stop(): void {
    this.#ring.stop();
  }

  clear(): void {
    this.#ring.clear();
    this.#memory?.clear();
  }

  profile(within: number | null): Promise<Profile> {
    if (within === null) this.#memory?.read(true);
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
