import type * as t from '@babel/types';
import type { SiteNode } from '../table.ts';
import { beginnings, innermost, type Original, type OriginalSite } from './original.ts';
import { orderOf, type Position } from './positions.ts';
import type { Sources } from './sources.ts';
import type { Spot, Tracer } from './tracer.ts';

/** What a function of compiled code is found to be. */
export interface Match {
  /** The source as the profile names it. */
  readonly file: string;
  readonly isSelected: boolean;
  /** Where it begins, as well as the map can tell. */
  readonly spot: Spot;
  /** The function it was, or is a part of; null: the source cannot say. */
  readonly original: OriginalSite | null;
  /** The less, the surer: by which of its beginnings it was found, or by what is inside or around it. */
  readonly rank: number;
}

/** A file as a whole, a function by what is in it, or by what is around it; in between, by its beginnings. */
const WHOLE = -1;
const INSIDE = 10;
const AROUND = 11;

/** What has a place of its own inside a file. */
type Inner = Exclude<SiteNode, t.Program>;

/** Finds the original of a function by where the map says that it comes from. */
export class Matcher {
  readonly #tracer: Tracer;
  readonly #sources: Sources;

  constructor(tracer: Tracer, sources: Sources) {
    this.#tracer = tracer;
    this.#sources = sources;
  }

  /** Null: it comes from no source. */
  match(node: SiteNode): Match | null {
    if (node.type === 'Program') return this.#matchProgram();
    const starts = beginnings(node).map((place) => this.#tracer.at(place));
    return this.#matchStart(starts) ?? this.#matchInside(node, starts) ?? this.#matchAround(starts);
  }

  /** A file that was made from one other is that one. */
  #matchProgram(): Match | null {
    const spot = { source: 0, line: 1, column: 0, name: null };
    return this.#sources.count === 1 ? this.#found(spot, WHOLE, (original) => original.module) : null;
  }

  /** It begins where a function begins in the source: that is what it was. */
  #matchStart(starts: readonly (Spot | null)[]): Match | null {
    for (const [rank, spot] of starts.entries()) {
      if (spot === null) continue;
      const match = this.#found(spot, rank, (original) => original.starting.get(orderOf(spot)) ?? null);
      if (!match.isSelected || match.original !== null) return match;
    }
    return null;
  }

  /** Else it is the function that what is first in it comes from. */
  #matchInside(node: Inner, starts: readonly (Spot | null)[]): Match | null {
    const inner = this.#firstInside(node);
    if (inner === null) return null;
    const match = this.#found(inner, INSIDE, (original) => innermost(original, inner));
    if (!match.isSelected) return match;
    const known = starts.filter((spot) => spot !== null);
    const name = known.find((spot) => spot.name !== null)?.name ?? null;
    const spot = { ...(known[0] ?? inner), name };
    if (match.original === null || match.original.around !== null) return { ...match, spot };
    // The code of a component's template is no module.
    if (!this.#sources.isScript(inner.source)) return { ...match, spot, original: null };
    return this.#isAllOf(node, inner) ? { ...match, spot } : null;
  }

  /** What is empty, and begins nowhere in particular, is a part of what is around it. */
  #matchAround(starts: readonly (Spot | null)[]): Match | null {
    const spot = starts.find((each) => each !== null);
    if (spot === undefined) return null;
    const match = this.#found(spot, AROUND, (original) => innermost(original, spot));
    return match.original?.around === null ? { ...match, original: null } : match;
  }

  #found(spot: Spot, rank: number, find: (original: Original) => OriginalSite | null): Match {
    const { name: file, isSelected } = this.#sources.at(spot.source);
    const original = isSelected ? this.#sources.original(spot.source) : null;
    return { file, isSelected, spot, rank, original: original && find(original) };
  }

  /** Of parameters and body. */
  #firstInside(node: Inner): Spot | null {
    const [param] = 'params' in node ? node.params : [];
    if (param?.loc) {
      const spot = this.#tracer.at(param.loc.start);
      if (spot !== null) return spot;
    }
    const range = bodyRange(node);
    return range && this.#tracer.first(...range);
  }

  /** Whether all of it is one source, whose module bundlers may have made a function of. */
  #isAllOf(node: Inner, { source }: Spot): boolean {
    const range = bodyRange(node);
    return range !== null && this.#tracer.isAllOf(source, ...range);
  }
}

/** From a function's first statement, or its expression, to its end. */
function bodyRange(node: Inner): [Position, Position] | null {
  const body = node.type === 'StaticBlock' ? node.body : bodyOf(node.body);
  const start = body[0]?.loc?.start;
  return start && node.loc ? [start, node.loc.end] : null;
}

const bodyOf = (body: t.BlockStatement | t.Expression): readonly t.Node[] =>
  body.type === 'BlockStatement' ? body.body : [body];
