import { signal } from '@preact/signals';
import type { Profile } from '@tsprof/runtime/profile';

/** A part of the time of a timeline, ns since its beginning. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The part of the time that all views are of; null: all of it. */
export const range = signal<TimeRange | null>(null);

/** The profile of that part; null until it is made, and where no part is chosen. */
export const rangeProfile = signal<Profile | null>(null);

/** The part that the timeline has in sight; null: that which is shown at first. */
export const inSight = signal<TimeRange | null>(null);
