import { useEffect, useRef, useState } from 'preact/hooks';
import { callLabel, graphLabel } from '@tsprof/report/exports/dot';
import { ROOT_ROW, type GraphCall, type GraphFunction } from '@tsprof/report/exports/call-graph';
import { edgeStyle, heatColor } from '@tsprof/report/exports/heat';
import { GRAPH_LIMITS } from '@tsprof/report/exports/prune';
import { identityOf } from '@tsprof/report/diff/run-table';
import { counted } from '@tsprof/report/tables/text';
import { PictureButtons } from '../parts/picture-buttons.tsx';
import { shown } from '../parts/text.ts';
import { isListed, isNarrowed, tag, thread } from '../state/filter.ts';
import { opened } from '../state/opened.ts';
import { select } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { canLayOut, cancelLayout, isLayingOut, layout, layoutProblem, limits, pruned } from './layout.ts';
import type { GraphLayout, PlacedEdge, PlacedNode } from './plain.ts';

const POINTS = 72;
const LINE = 16.5;
const MARGIN = 8;
/** The colours of cold functions are seen on paper alone. */
const PAPER = '#fff';
const INK = '#17202a';

/** Who calls whom, as gprof2dot draws it: the redder, the more of the time. */
export function Graph() {
  const svg = useRef<SVGSVGElement>(null);
  const [scale, setScale] = useState(1);
  const found = layout.value;
  const reveal = `${selectedKey.value} ${found?.nodes.length}`;
  useEffect(() => {
    const shown =
      svg.current?.querySelector('[aria-pressed=true]') ?? svg.current?.querySelector('[data-root]');
    shown?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [reveal]);
  return (
    <>
      <div class="tools">
        <Thresholds />
        <span class="spacer" />
        <button type="button" aria-label="Smaller" onClick={() => setScale(scale / 1.25)}>
          −
        </button>
        <button type="button" aria-label="Larger" onClick={() => setScale(scale * 1.25)}>
          +
        </button>
        <PictureButtons
          name={`${opened.value?.name ?? 'profile'} graph`}
          svg={() => new XMLSerializer().serializeToString(svg.current!)}
        />
      </div>
      <Remarks />
      {found !== null && (
        <div class="scroller" role="region" tabIndex={0} aria-label="The call graph, which scrolls">
          <Picture layout={found} scale={scale} svg={svg} />
        </div>
      )}
    </>
  );
}

function Remarks() {
  if (isLayingOut.value)
    return (
      <p class="count" role="status">
        laying the graph out …{' '}
        <button type="button" onClick={cancelLayout}>
          stop
        </button>
      </p>
    );
  if (layoutProblem.value !== null) return <p class="pad">{shown(layoutProblem.value)}</p>;
  if (layout.value === null)
    return (
      <p class="pad">
        This page has no positions for this profile: <span class="code">tsprof view</span> lays its call graph
        out.
      </p>
    );
  const { left } = pruned.value;
  const isPart = !canLayOut.value && (thread.value !== '' || tag.value !== '');
  return (
    <p class="count">
      {counted(pruned.value.functions.length, 'function')} drawn, {left} with less time left out. Boxes:
      total, own, waiting, calls.
      {isPart &&
        ' This file has the graph of the whole profile only; tsprof view has that of a thread or tag, too.'}
    </p>
  );
}

function Thresholds() {
  const { most, leastFunction, leastCall } = limits.value;
  return (
    <>
      <Slider
        label="at most"
        unit=" functions"
        max={GRAPH_LIMITS.most}
        min={5}
        step={1}
        value={most}
        onChange={(value) => (limits.value = { ...limits.value, most: value })}
      />
      <Slider
        label="functions from"
        unit=" %"
        max={10}
        min={canLayOut.value ? 0 : 100 * GRAPH_LIMITS.leastFunction}
        step={0.1}
        value={100 * leastFunction}
        onChange={(value) => (limits.value = { ...limits.value, leastFunction: value / 100 })}
      />
      <Slider
        label="calls from"
        unit=" %"
        max={10}
        min={canLayOut.value ? 0 : 100 * GRAPH_LIMITS.leastCall}
        step={0.1}
        value={100 * leastCall}
        onChange={(value) => (limits.value = { ...limits.value, leastCall: value / 100 })}
      />
    </>
  );
}

interface SliderProps {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slider({ label, unit, onChange, ...range }: SliderProps) {
  return (
    <label>
      {label}
      <input
        type="range"
        style={{ width: '6rem' }}
        {...range}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
      <span class="n">
        {Number(range.value.toFixed(1))}
        {unit}
      </span>
    </label>
  );
}

function Picture({
  layout: { width, height, nodes, edges },
  scale,
  svg,
}: {
  layout: GraphLayout;
  scale: number;
  svg: { current: SVGSVGElement | null };
}) {
  const { functions, calls, elapsed } = pruned.value;
  const places = new Map(nodes.map((node) => [node.name, node]));
  const ways = new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  const [wide, high] = [width * POINTS + 2 * MARGIN, height * POINTS + 2 * MARGIN];
  const at = (x: number, y: number): readonly [number, number] => [
    MARGIN + x * POINTS,
    high - MARGIN - y * POINTS,
  ];
  return (
    <svg
      ref={svg}
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${wide} ${high}`}
      width={wide * scale}
      height={high * scale}
      role="group"
      aria-label="Call graph"
      style={{ color: INK }}
      font-family="Helvetica, Arial, sans-serif"
      font-size="13"
    >
      <rect width={wide} height={high} fill={PAPER} />
      {calls.map((call) => (
        <Way call={call} edge={ways.get(`n${call.caller} n${call.callee}`)} elapsed={elapsed} at={at} />
      ))}
      {functions.map(([row, each]) => (
        <Box row={row} each={each} node={places.get(`n${row}`)} elapsed={elapsed} at={at} />
      ))}
    </svg>
  );
}

type At = (x: number, y: number) => readonly [number, number];

interface WayProps {
  readonly call: GraphCall;
  readonly edge: PlacedEdge | undefined;
  readonly elapsed: number;
  readonly at: At;
}

function Way({ call, edge, elapsed, at }: WayProps) {
  if (edge === undefined) return null;
  const { width, color } = edgeStyle(elapsed === 0 ? 0 : call.tpair / elapsed);
  const points = edge.points.map(([x, y]) => at(x, y));
  const [first, ...others] = points;
  const path = `M${first!.join(' ')}C${others.map((point) => point.join(' ')).join(' ')}`;
  const [x, y] = at(...edge.label);
  return (
    <g>
      <path d={path} fill="none" stroke={color} stroke-width={width} />
      <Arrow from={points.at(-2)!} to={points.at(-1)!} color={color} size={4 + 2 * width} />
      <text x={x} y={y - 3} text-anchor="middle" font-size="11" fill="currentColor">
        {callLabel(call, elapsed).map((line, row) => (
          <tspan x={x} dy={row === 0 ? 0 : 12}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}

function Arrow({
  from: [fromX, fromY],
  to: [x, y],
  color,
  size,
}: {
  from: readonly [number, number];
  to: readonly [number, number];
  color: string;
  size: number;
}) {
  const angle = (180 * Math.atan2(y - fromY, x - fromX)) / Math.PI;
  return (
    <path
      d={`M${size} 0L0 ${-size / 2}L0 ${size / 2}Z`}
      fill={color}
      transform={`translate(${x} ${y}) rotate(${angle})`}
    />
  );
}

interface BoxProps {
  readonly row: number;
  readonly each: GraphFunction;
  readonly node: PlacedNode | undefined;
  readonly elapsed: number;
  readonly at: At;
}

function Box({ row, each, node, elapsed, at }: BoxProps) {
  if (node === undefined) return null;
  const [x, y] = at(node.x, node.y);
  const [width, height] = [node.width * POINTS, node.height * POINTS];
  const isRoot = row === ROOT_ROW;
  const lines = graphLabel(each, elapsed, isRoot);
  const isChosen = !isRoot && identityOf(each.place) === selectedKey.value;
  const isDim = isNarrowed.value && !isRoot && !isListed.value(each.place);
  const choose = () => select(each.place);
  return (
    <g
      role="button"
      tabindex={isRoot ? -1 : 0}
      aria-pressed={isChosen}
      data-root={isRoot ? '' : undefined}
      aria-label={lines.join(', ')}
      opacity={isDim ? 0.25 : 1}
      style={{ cursor: 'pointer' }}
      onClick={choose}
      onKeyDown={({ key }) => key === 'Enter' && choose()}
    >
      <title>{shown(`${each.place.name} ${each.place.file}:${each.place.line}`)}</title>
      <rect
        x={x - width / 2}
        y={y - height / 2}
        width={width}
        height={height}
        fill={heatColor(elapsed === 0 ? 0 : each.ttot / elapsed)}
        stroke={isChosen ? '#f0e442' : 'none'}
        stroke-width="5"
      />
      <text text-anchor="middle" fill="#fff">
        {lines.map((line, at) => (
          <tspan x={x} y={y + (at - (lines.length - 1) / 2) * LINE + 5}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}
