/** By the letter. */
export function priceOf(paper: string): number {
  return paper.length;
}
