/** Counting sort, with a helper per number so that there is something to count. */
function place(counts: Int32Array, number: number): void {
  counts[number]!++;
}

async function sort(numbers: readonly number[]): Promise<number[]> {
  const counts = new Int32Array(numbers.length);
  for (const number of numbers) place(counts, number);
  await Promise.resolve();
  return [...counts].flatMap((count, number) => Array<number>(count).fill(number));
}

self.onmessage = async function onNumbers({ data }: MessageEvent<number[]>) {
  self.postMessage(await sort(data));
};
