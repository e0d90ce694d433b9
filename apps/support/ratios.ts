/** Interactions side by side. */

/** Milliseconds by the name of a step. */
export type Times = Record<string, number>;

/** The medians over all rounds of each step's times, and of the ratios within a round, which share the machine's mood. */
export function medianRatios(rounds: readonly (readonly [plain: Times, profiled: Times])[]) {
  const steps = Object.keys(rounds[0]?.[0] ?? {});
  return Object.fromEntries(
    steps.map((step) => {
      const pairs = rounds.map(([plain, profiled]) => [plain[step]!, profiled[step]!] as const);
      return [
        step,
        {
          plain: rounded(median(pairs.map(([plain]) => plain))),
          profiled: rounded(median(pairs.map(([, profiled]) => profiled))),
          ratio: rounded(median(pairs.map(([plain, profiled]) => profiled / plain))),
        },
      ];
    }),
  );
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
