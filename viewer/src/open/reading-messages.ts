import type { TimelineAnswer, TimelineQuestion } from '../timeline/engine/messages.ts';
import type { MovedProfile } from './moved-profile.ts';

/** Where a profile is: at a URL, in the page (gzipped and in base64), or in a file of the user's. */
export type ProfileSource = { readonly name: string } & (
  { readonly url: string } | { readonly gzip: string } | { readonly file: Blob }
);

/** What the page asks a worker that reads. */
export type Question = TimelineQuestion | { readonly kind: 'profile'; readonly source: ProfileSource };

/** What that answers. */
export type Answer = TimelineAnswer | { readonly kind: 'profile'; readonly profile: MovedProfile };

/** Each question has a number, and its answer the same one. */
export type Asked = Question & { readonly id: number };
export type Answered = { readonly id: number } & (Answer | { readonly problem: string });
