import type { FigureName, FigureOf, FigureWanted } from '../figures/figures-of.ts';
import type { Frames } from '../flame/frames.ts';
import type { FramesWanted } from '../flame/layout.ts';
import type { TimelineAnswer, TimelineQuestion } from '../timeline/engine/messages.ts';
import type { MovedProfile } from './moved-profile.ts';
import type { NamedLike } from './named-like.ts';

/** Where a profile is: at a URL, in the page (gzipped and in base64), or in a file of the user's. */
export type ProfileSource = { readonly name: string } & (
  { readonly url: string } | { readonly gzip: string } | { readonly file: Blob }
);

/** What the page asks a worker that reads. */
export type Question =
  | TimelineQuestion
  | { readonly kind: 'profile'; readonly source: ProfileSource }
  /** The profile of a part of the time of the timeline that is open, ns; with names as in the profile of all of it. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly like: NamedLike }
  /** A picture of the profile that the worker has told of last, by its number. */
  | { readonly kind: 'frames'; readonly number: number; readonly wanted: FramesWanted }
  /** The same for figures. */
  | {
      readonly kind: 'figure';
      readonly number: number;
      readonly name: FigureName;
      readonly wanted: FigureWanted;
    };

/** What that answers. */
export type Answer =
  | TimelineAnswer
  | ({ readonly kind: 'profile' } & Told)
  | ({ readonly kind: 'range' } & Told)
  /** null: it has told of another profile since. */
  | { readonly kind: 'frames'; readonly frames: Frames | null }
  | { readonly kind: 'figure'; readonly figure: FigureOf<FigureName> | null };

/** A profile, and the number by which pictures of it are asked for. */
export interface Told {
  readonly profile: MovedProfile;
  readonly number: number;
  /** How many edges its threads have. */
  readonly edges: number;
}

/** Each question has a number, and its answer the same one. */
export type Asked = Question & { readonly id: number };
export type Answered = { readonly id: number } & (Answer | { readonly problem: string });
