import { computed, signal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { hierarchy, partition, type HierarchyRectangularNode } from 'd3-hierarchy';
import { calls, duration, size } from '@tsprof/report/units';
import { packageOf } from '@tsprof/report/rows/packages';
import { fillOf, waitFill, coloursOf } from '../flame/colours.ts';
import { WEIGHTS, callsWanted, shownWeight, weight, weightsToChoose } from '../flame/flame.tsx';
import type { Frames, Weight } from '../flame/frames.ts';
import { LaidOut } from '../flame/laid-out.ts';
import { FIRST_THREAD } from '../flame/trees.ts';
import { PictureButtons } from '../parts/picture-buttons.tsx';
import { shown, shownName } from '../parts/text.ts';
import { isListed, isNarrowed } from '../state/filter.ts';
import { fate, isCounted, isTimed } from '../state/figures.ts';
import { opened } from '../state/opened.ts';
import { select } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { theme } from '../state/theme.ts';

/** A part of the sunburst: a row of the flame graph's frames, and what of it is in sight. */
interface Ring {
  readonly row: number;
  readonly width: number;
  readonly children: readonly Ring[];
}

/** Rings around the middle. */
const DEPTH = 10;
/** For so many there is room at least. */
const LEAST_RINGS = 5;
/** What is narrower than that share of the circle nobody could point at. */
const LEAST = 0.003;
const RADIUS = 360;
const MIDDLE = 56;
const LEAST_LABEL = 30;

const subject = computed(() => JSON.stringify([opened.value?.name, callsWanted.value]));

const laidOut = new LaidOut(callsWanted, subject);

/** Only where something is laid out is it looked at. */
const picture = computed(() => laidOut.value!);
const frames = computed(() => picture.value.frames);

/** The frame in the middle; its row is of these frames alone. */
const centre = signal<{ readonly of: Frames; readonly row: number } | null>(null);
const centreRow = computed(() => (centre.value?.of === frames.value ? centre.value.row : 0));

const childrenOf = computed(() => {
  const children: number[][] = [];
  frames.value.parent.forEach((parent, row) => parent >= 0 && (children[parent] ??= []).push(row));
  return children;
});

function ringOf(row: number, least: number, depth: number): Ring {
  const { width } = frames.value;
  const below = depth === 0 ? [] : (childrenOf.value[row] ?? []).filter((child) => width[child]! >= least);
  return { row, width: width[row]!, children: below.map((child) => ringOf(child, least, depth - 1)) };
}

const arcs = computed(() => {
  const row = centreRow.value;
  const root = hierarchy<Ring>(ringOf(row, LEAST * frames.value.width[row]!, DEPTH), ({ children }) => [
    ...children,
  ]);
  // Own time is what no child has.
  root.sum(({ width, children }) => width - children.reduce((sum, child) => sum + child.width, 0));
  // Each level has a ring of its own, the middle included.
  return partition<Ring>()
    .size([2 * Math.PI, root.height + 1])(root)
    .descendants();
});

/** How thick a ring is: a shallow tree has no use for the room of a deep one. */
const thickness = computed(() => (RADIUS - MIDDLE) / Math.max(LEAST_RINGS, arcs.value[0]!.height));

/** The call tree in rings, as SnakeViz shows it. */
export function Sunburst() {
  useSignalEffect(() => laidOut.follow());
  if (laidOut.value === null) return <p class="pad">laying out …</p>;
  const isEmpty = frames.value.width[0] === 0;
  if (isEmpty) return <p class="pad">Nothing of what is shown has any {WEIGHTS[shownWeight.value]}.</p>;
  return <Rings />;
}

function Rings() {
  const svg = useRef<SVGSVGElement>(null);
  const found = frames.value;
  const row = centreRow.value;
  const up = () => (centre.value = { of: found, row: Math.max(0, found.parent[row]!) });
  const [top, ...others] = arcs.value;
  return (
    <>
      <div class="tools">
        <label>
          width
          <select
            value={shownWeight.value}
            disabled={weightsToChoose.value.length < 2}
            onChange={({ currentTarget }) => (weight.value = currentTarget.value as Weight)}
          >
            {weightsToChoose.value.map(([name, words]) => (
              <option value={name}>{words}</option>
            ))}
          </select>
        </label>
        <button type="button" disabled={row === 0} onClick={up}>
          ↑ caller
        </button>
        <button type="button" disabled={row === 0} onClick={() => (centre.value = null)}>
          all of it
        </button>
        <span class="spacer" />
        <PictureButtons
          name={`${opened.value?.name ?? 'profile'} sunburst`}
          svg={() => new XMLSerializer().serializeToString(svg.current!)}
        />
      </div>
      <div class="scroller" style={{ display: 'flex', justifyContent: 'center' }}>
        <svg
          ref={svg}
          xmlns="http://www.w3.org/2000/svg"
          viewBox={`${-RADIUS} ${-RADIUS} ${2 * RADIUS} ${2 * RADIUS}`}
          style={{ maxHeight: '100%', width: '100%', minHeight: '24rem' }}
          role="application"
          onKeyDown={(event) => walk(event, svg.current!)}
          aria-label={`Sunburst of the call tree, by ${WEIGHTS[shownWeight.value]}`}
          font-family="ui-monospace, Menlo, Consolas, monospace"
          font-size="11"
        >
          <Stripes />
          {others.map(({ data, x0, x1, y0 }) => (
            <Arc key={data.row} row={data.row} from={x0} to={x1} ring={y0} />
          ))}
          <g
            role="button"
            tabindex={0}
            data-row={top!.data.row}
            aria-label={`${nameOf(row)}: ${amount(found.width[row]!)}; Enter leads to the caller`}
            onClick={up}
            style={{ cursor: 'pointer' }}
          >
            <circle r={MIDDLE} fill={coloursOf(theme.value).dim} />
            <text text-anchor="middle" fill={coloursOf(theme.value).text}>
              <tspan x="0" y="-4">
                {fitted(nameOf(top!.data.row), 2 * MIDDLE - 16)}
              </tspan>
              <tspan x="0" y="12">
                {amount(found.width[row]!)}
              </tspan>
            </text>
          </g>
        </svg>
      </div>
      <div class="count">
        Click: in the middle, what was clicked; in the middle itself, back to the caller. Rings from within:
        who calls whom.
        {arcs.value.length < found.start.length && ' What is too narrow, or too deep, is left out.'}
      </div>
    </>
  );
}

/** What a key does on a part that has the focus. */
function walk(event: KeyboardEvent, svg: SVGSVGElement): void {
  const from = partOf(event.target);
  if (event.key === 'Enter') {
    event.target!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    // What is chosen is in the middle then.
    requestAnimationFrame(() => focusPart(svg, centreRow.value));
  } else if (event.key.startsWith('Arrow') && from !== undefined) {
    focusPart(svg, neighbour(from, event.key).data.row);
  } else return;
  event.preventDefault();
}

type Part = HierarchyRectangularNode<Ring>;

/** The part that an element shows. */
function partOf(element: EventTarget | null): Part | undefined {
  const row = element instanceof SVGElement ? element.dataset['row'] : undefined;
  return arcs.value.find(({ data }) => String(data.row) === row);
}

/** Where an arrow key leads from a part: to its caller, to what it calls first, or to what stands beside it. */
function neighbour(part: Part, key: string): Part {
  if (key === 'ArrowUp') return part.parent ?? part;
  if (key === 'ArrowDown') return part.children?.[0] ?? part;
  const beside = part.parent?.children ?? [part];
  return beside[beside.indexOf(part) + (key === 'ArrowRight' ? 1 : -1)] ?? part;
}

const focusPart = (svg: SVGSVGElement, row: number): void =>
  svg.querySelector<SVGGElement>(`[data-row="${row}"]`)?.focus();

function Stripes() {
  return (
    <defs>
      <pattern id="waits" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill={waitFill(theme.value)} />
        <path d="M0 6L6 0" stroke={coloursOf(theme.value).stripe} stroke-width="1.5" />
      </pattern>
    </defs>
  );
}

const amount = (value: number): string =>
  shownWeight.value === 'calls'
    ? `${value} calls`
    : shownWeight.value === 'memory'
      ? size(value)
      : duration(value);

function nameOf(row: number): string {
  if (frames.value.isWait[row] === 1) return '[await]';
  const { sites, threads } = picture.value;
  const site = frames.value.site[row]!;
  if (site >= 0) return shownName(sites.placeOf(site));
  return site <= FIRST_THREAD ? shown(threads[FIRST_THREAD - site]!.name) : 'all calls';
}

const callsText = (ncall: number): string[] =>
  isCounted.value ? [`${calls({ ncall, nactualcall: ncall })} calls`] : [];

function Arc({ row, from, to, ring }: { row: number; from: number; to: number; ring: number }) {
  const { sites } = picture.value;
  const site = frames.value.site[row]!;
  const isWait = frames.value.isWait[row] === 1;
  const place = sites.placeOf(Math.max(-1, site));
  const fill = isWait ? 'url(#waits)' : fillOf(place, theme.value);
  const isDim = isNarrowed.value && site >= 0 && !isListed.value(place);
  const isMarked = !isWait && site >= 0 && sites.keyOf(site) === selectedKey.value;
  const figures = isWait ? amount(frames.value.width[row]!) : figuresOf(row);
  const choose = () => {
    if (!isWait) centre.value = { of: frames.value, row };
    if (site >= 0) select(place);
  };
  const colours = coloursOf(theme.value);
  return (
    <g
      role="button"
      tabindex={-1}
      data-row={row}
      aria-label={`${nameOf(row)}: ${figures}`}
      opacity={isDim ? 0.25 : 1}
      style={{ cursor: 'pointer' }}
      onClick={choose}
    >
      <title>{`${nameOf(row)}\n${figures}${packageOf(place.file) === null ? '' : `\nof ${packageOf(place.file)}`}`}</title>
      <path
        d={arcPath(from, to, ring)}
        fill={fill}
        stroke={isMarked ? colours.mark : colours.back}
        stroke-width={isMarked ? 3 : 1}
      />
      <ArcLabel row={row} from={from} to={to} ring={ring} />
    </g>
  );
}

function figuresOf(row: number): string {
  const { running, waiting, ncall } = frames.value;
  if (shownWeight.value === 'memory') return `${amount(frames.value.width[row]!)} ${fate.value}`;
  const times = [`running ${duration(running[row]!)}`, `waiting ${duration(waiting[row]!)}`];
  return [...(isTimed.value ? times : []), ...callsText(ncall[row]!)].join(', ');
}

const inner = (ring: number): number => MIDDLE + (ring - 1) * thickness.value;

function ArcLabel({ row, from, to, ring }: { row: number; from: number; to: number; ring: number }) {
  const middle = (from + to) / 2;
  const radius = inner(ring) + thickness.value / 2;
  // A label is straight: its upper corners must not leave the ring.
  const far = inner(ring + 1) - 1;
  const room = Math.min((to - from) * inner(ring), 2 * Math.sqrt(far ** 2 - (radius + HALF_LINE) ** 2));
  if (room < LEAST_LABEL) return null;
  const angle = (180 * middle) / Math.PI;
  const isUpsideDown = middle > Math.PI / 2 && middle < (3 * Math.PI) / 2;
  const place = `rotate(${angle}) translate(0 ${-radius})${isUpsideDown ? ' rotate(180)' : ''}`;
  return (
    <text transform={place} text-anchor="middle" dy="4" fill={coloursOf(theme.value).text}>
      {fitted(nameOf(row), room - 8)}
    </text>
  );
}

const CHARACTER = 6.7;
const HALF_LINE = 4;

function fitted(text: string, room: number): string {
  const most = Math.floor(room / CHARACTER);
  return text.length <= most ? text : most > 2 ? `${text.slice(0, most - 1)}…` : '';
}

/** Clockwise from the top; a whole ring is made of two halves. */
function arcPath(from: number, to: number, ring: number): string {
  const [near, far] = [inner(ring), inner(ring + 1) - 1];
  if (to - from >= 2 * Math.PI - 1e-6)
    return `M0 ${-far}A${far} ${far} 0 1 1 0 ${far}A${far} ${far} 0 1 1 0 ${-far}ZM0 ${-near}A${near} ${near} 0 1 0 0 ${near}A${near} ${near} 0 1 0 0 ${-near}Z`;
  const large = to - from > Math.PI ? 1 : 0;
  const point = (radius: number, angle: number) => `${radius * Math.sin(angle)} ${-radius * Math.cos(angle)}`;
  return `M${point(far, from)}A${far} ${far} 0 ${large} 1 ${point(far, to)}L${point(near, to)}A${near} ${near} 0 ${large} 0 ${point(near, from)}Z`;
}
