import { basename } from 'node:path';
import type { ControlStacks, ControlStatus } from '@tsprof/runtime/control';
import type { Profile } from '@tsprof/runtime/profile';
import { relocateShortly } from '../processors/relocate.ts';
import type { ControlClient } from './client.ts';

/** What a running program can be told to do. */
export const ACTS = ['start', 'stop', 'clear'] as const;
export type Act = (typeof ACTS)[number];

/** A running program as the viewer shows it. What goes wrong is a TsprofError; an EndedError: it runs no longer. */
export interface LiveProgram {
  readonly name: string;
  /** What it has told last; null: nothing yet. */
  readonly latest: Profile | null;
  /** The profile so far. */
  profile(): Promise<Profile>;
  /** What its threads are doing. */
  stacks(): Promise<ControlStacks>;
  /** What it has written of its timeline from the byte `from` on; empty where there is no more, or none. */
  timeline(from: number): Promise<Uint8Array>;
  act(what: Act): Promise<ControlStatus>;
}

/** The program that this client speaks with; files are relative to `cwd`. */
export async function liveProgram(client: ControlClient, cwd: string): Promise<LiveProgram> {
  const { script, pid } = await client.status();
  let latest: Profile | null = null;
  return {
    name: `${basename(script)} (process ${pid})`,
    get latest() {
      return latest;
    },
    profile: async () => (latest = relocateShortly(await client.profile(), cwd)),
    stacks: () => client.stacks(),
    timeline: (from) => client.timeline(from),
    act: (what) => client[what](),
  };
}
