import { MOST_ROWS, refuseSize } from './limits.ts';

const FIRST_SIZE = 1024;

/** The numbers of a list that is being read. One is used for all lists in turn, so that growing leaves no garbage behind. */
export class NumberColumn {
  cells = new Float64Array(FIRST_SIZE);
  length = 0;

  /** Makes room for more; at the limit throws a ProfileError that begins with `place`. */
  grow(place: string): void {
    if (this.length >= MOST_ROWS) refuseSize(place, `${MOST_ROWS} rows`);
    const { cells } = this;
    this.cells = new Float64Array(Math.min(MOST_ROWS, cells.length * 2));
    this.cells.set(cells);
  }

  /** Takes the numbers out, as a list. */
  take(): number[] {
    const { cells, length } = this;
    const list = new Array<number>(length);
    for (let at = 0; at < length; at++) list[at] = cells[at]!;
    this.length = 0;
    return list;
  }
}
