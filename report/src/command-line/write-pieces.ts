import type { CliOutput } from './process.ts';

/** Characters that are written at a time. */
const PIECE = 2 ** 16;

/** Writes a long text as fast as it is taken, and stops where nobody reads any more (`| head`). */
export async function writePieces(
  output: CliOutput,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    if (!(await isTaken(output, text))) return;
    text = '';
  }
  await isTaken(output, text);
}

/** Writes all of it, and says whether it was taken. */
export function isTaken(output: CliOutput, text: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve) => output.write(text, (error) => resolve(!error)));
}
