/** Line from 1, column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** More columns than any line has. */
const COLUMNS = 2 ** 26;

/** A position as a number: the later, the greater. */
export const orderOf = ({ line, column }: Position): number => line * COLUMNS + column;
