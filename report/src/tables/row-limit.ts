/** Where there is no terminal to fit. */
const USUAL_HEIGHT = 50;
/** So many functions are shown in the lowest terminal. */
const LEAST = 5;
/** Lines that are none of the table's rows: two above it, its headings, one below it, and the prompt. */
const FRAME = 5;

export interface Room {
  readonly all?: boolean | undefined;
  /** What the user has asked for. */
  readonly limit?: number | undefined;
  /** Of the terminal; undefined where there is none. */
  readonly height?: number | undefined;
  /** Lines below the table. */
  readonly taken: number;
}

/** How many of these blocks of lines there is room for. */
export function blocksThatFit(
  blocks: readonly (readonly unknown[])[],
  { all, limit, height = USUAL_HEIGHT, taken }: Room,
): number {
  if (all || limit !== undefined) return blocks.length;
  let room = height - FRAME - taken;
  const end = blocks.findIndex((block, at) => (room -= block.length) < 0 && at >= LEAST);
  return end === -1 ? blocks.length : end;
}
