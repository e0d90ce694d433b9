import { duration } from '@tsprof/report/units';

/** A length, ns, and how many there are of it. */
export type Lengths = readonly (readonly [length: number, count: number])[];

const BARS = 40;
const WIDTH = 400;
const HEIGHT = 96;

interface Bar {
  readonly from: number;
  readonly to: number;
  count: number;
}

/** Bars of equal width on a scale of powers, from the least length to the greatest. */
function barsOf(lengths: Lengths): readonly Bar[] {
  const known = lengths.filter(([, count]) => count > 0);
  if (known.length === 0) return [];
  const values = known.map(([length]) => Math.max(1, length));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(Math.log(1.5), Math.log(most) - Math.log(least));
  const edge = (at: number) => Math.exp(Math.log(least) + (span * at) / BARS);
  const bars = Array.from({ length: BARS }, (_, at): Bar => ({ from: edge(at), to: edge(at + 1), count: 0 }));
  known.forEach(([, count], row) => {
    const at = Math.floor((BARS * (Math.log(values[row]!) - Math.log(least))) / span);
    bars[Math.min(BARS - 1, at)]!.count += count;
  });
  return bars;
}

/** How often what took how long, on a scale of powers. */
export function HistogramPicture({ lengths, label }: { lengths: Lengths; label: string }) {
  const bars = barsOf(lengths);
  if (bars.length === 0) return <p class="faint">No lengths are known.</p>;
  const most = Math.max(...bars.map(({ count }) => count));
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const width = WIDTH / BARS;
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (HEIGHT * count) / most));
  const ends = [bars[0]!.from, bars[BARS / 2]!.from, bars[BARS - 1]!.to];
  return (
    <div>
      <div class="histogram-words">
        <span />
        <span>up to {most} in a bar</span>
      </div>
      <svg
        class="histogram"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${total} from ${duration(ends[0]!)} to ${duration(ends[2]!)}`}
      >
        {bars.map((bar, at) => (
          <rect x={at * width} y={HEIGHT - height(bar.count)} width={width - 1} height={height(bar.count)}>
            <title>{`${bar.count} of ${duration(bar.from)} to ${duration(bar.to)}`}</title>
          </rect>
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke="currentColor" stroke-opacity="0.4" />
      </svg>
      <div class="histogram-words">
        {ends.map((end) => (
          <span>{duration(end)}</span>
        ))}
      </div>
    </div>
  );
}
