import type { Chain, Link, Piece } from './chain.ts';

/** The most by which a whole could be shorter if a function took no time. */
export interface Gain {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** ns. */
  readonly most: number;
}

/** Gains by function; the line is the first that its pieces tell of. */
type Gains = Map<string, Gain>;

/**
 * What each function could save of a chain, the most first. Pieces of one function add up; where other coroutines had to settle as
 * well, no more is gained than until the next of them would be the last one: that may be shorter then by the same function.
 */
export function gainsOf(chain: Chain): Gain[] {
  const gains = new Memo().of(chain);
  return [...gains.values()].filter(({ most }) => most > 0).sort((a, b) => b.most - a.most || byName(a, b));
}

const byName = (a: Gain, b: Gain): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

class Memo {
  readonly #known = new Map<Chain, Gains>();

  of(chain: Chain): Gains {
    let gains = this.#known.get(chain);
    if (gains === undefined) {
      this.#known.set(chain, (gains = new Map()));
      for (const part of chain.parts) {
        if ('state' in part) addPiece(gains, part);
        else for (const gain of this.#ofLink(part)) add(gains, gain, gain.most);
      }
    }
    return gains;
  }

  #ofLink({ chain, others }: Link): Gain[] {
    return [...this.of(chain).entries()].map(([key, gain]) => {
      const caps = others.map((other) => other.earlier + (this.of(other.chain).get(key)?.most ?? 0));
      return { ...gain, most: Math.min(gain.most, ...caps) };
    });
  }
}

/** What goes on later than it could loses by what ran meanwhile; nothing is gained twice by a function. */
function addPiece(gains: Gains, piece: Piece): void {
  if (piece.state !== 'ready') add(gains, piece, piece.to - piece.from);
  const isOther = ({ name, file }: Piece): boolean =>
    piece.state === 'ready' || name !== piece.name || file !== piece.file;
  for (const blocker of piece.blockers ?? [])
    if (isOther(blocker)) add(gains, blocker, blocker.to - blocker.from);
}

function add(gains: Gains, { name, file, line }: Omit<Gain, 'most'>, most: number): void {
  const key = `${file}\n${name}`;
  const known = gains.get(key);
  gains.set(key, known === undefined ? { name, file, line, most } : { ...known, most: known.most + most });
}
