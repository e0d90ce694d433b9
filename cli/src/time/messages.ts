import type { Profile } from '@tsprof/runtime/profile';
import type { Measured, Rounds } from './measure.ts';

/** What a child is to do: its only argument, as JSON. */
export interface SnippetJob {
  /** URL of the module with setup and snippets. */
  readonly program: string;
  readonly snippets: readonly { readonly file: string | null; readonly isAsync: boolean }[];
  readonly task: MeasureTask | ProfileTask;
}

export interface MeasureTask {
  readonly kind: 'measure';
  /** For each snippet, ms. */
  readonly time: number;
  /** The most rounds, and the least. */
  readonly rounds: Rounds;
  /** Begins with the last snippet, as what ran before has a bearing on what comes later. */
  readonly isReversed: boolean;
}

export interface ProfileTask {
  readonly kind: 'profile';
  readonly snippet: number;
  readonly runs: number;
  /** URL of the runtime. */
  readonly runtime: string;
}

/** What a child answers, once. */
export type Answer =
  | { readonly kind: 'measured'; readonly measured: readonly Measured[] }
  | { readonly kind: 'profiled'; readonly profile: Profile }
  | Failed;

/** What went wrong: a snippet, or (null) the setup. */
export interface Failed {
  readonly kind: 'failed';
  readonly snippet: number | null;
  readonly reason: string;
  /** It was called in a way that cannot be followed. */
  readonly isUsage: boolean;
  /** It was before anything was measured: there may be TypeScript that Node cannot load by itself. */
  readonly isEarly: boolean;
}
