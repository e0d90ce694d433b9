import { computed, signal } from '@preact/signals';
import { signedText } from '@tsprof/report/diff/texts';
import { placeText } from '@tsprof/report/rows/places';
import { duration } from '@tsprof/report/units';
import type { CallNode } from '@tsprof/report/tree/call-tree';
import type { FunctionPlace } from '@tsprof/runtime/profile';
import { CHANGES, coloursOf } from '../flame/colours.ts';
import type { Look } from '../flame/draw.ts';
import { FlameCanvas } from '../flame/flame-canvas.tsx';
import { layOutNodes } from '../flame/frames.ts';
import { shown, shownName } from '../parts/text.ts';
import { isListed, isNarrowed } from '../state/filter.ts';
import { earlier, opened } from '../state/opened.ts';
import { select } from '../state/selected.ts';
import { theme } from '../state/theme.ts';
import { mergedTree, type MergedTree } from './compared.ts';

/** Whose times the widths are: what is gone has none after, what is new has none before. */
const widths = signal<'after' | 'before'>('after');

/** Both trees as one, laid out, with the node of each row. */
type Drawn = ReturnType<typeof layOutNodes>;

const drawn = computed<Drawn | null>(() => {
  const merged = mergedTree.value;
  if (merged === null) return null;
  return layOutNodes(sized(merged), 'running');
});

/** The merged nodes themselves, with the figures of one side. */
function sized({ root, before, after }: MergedTree): CallNode {
  const side = widths.value === 'after' ? after : before;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const figures = side.get(node);
    node.own = figures?.own ?? 0;
    node.running = figures?.running ?? 0;
    node.ncall = figures?.ncall ?? 0;
    open.push(...node.children.values());
  }
  return root;
}

function placeOfNode({ sitesBefore, sitesAfter }: MergedTree, { site }: CallNode): FunctionPlace {
  const behind = sitesAfter.functionOf.length;
  return site < behind ? sitesAfter.placeOf(site) : sitesBefore.placeOf(site - behind);
}

interface Sides {
  readonly before: number;
  readonly after: number;
}

function runningOf(merged: MergedTree, node: CallNode): Sides {
  const read = (figures: CallNode | undefined) =>
    figures === undefined ? 0 : figures.running - (node.site < 0 ? figures.own : 0);
  return { before: read(merged.before.get(node)), after: read(merged.after.get(node)) };
}

/** From which part of a change on it has the stronger colour, and from which on it has one. */
const STRONG = 0.25;
const WEAK = 0.03;

function fillFor({ before, after }: Sides): string {
  const change = (after - before) / Math.max(before, after, 1);
  const size = Math.abs(change) >= STRONG ? 2 : Math.abs(change) >= WEAK ? 1 : 0;
  return CHANGES[theme.value][2 + Math.sign(change) * size]!;
}

function lookOf(merged: MergedTree, found: Drawn): Look {
  const colours = coloursOf(theme.value);
  return {
    colours,
    fill: (row) => fillFor(runningOf(merged, found.nodes[row]!)),
    label: (row) => labelOf(merged, found, row),
    isDim: (row) =>
      isNarrowed.value &&
      found.nodes[row]!.site >= 0 &&
      !isListed.value(placeOfNode(merged, found.nodes[row]!)),
    isMarked: () => false,
  };
}

function labelOf(merged: MergedTree, found: Drawn, row: number): string {
  const node = found.nodes[row]!;
  const { before, after } = runningOf(merged, node);
  const name = node.site < 0 ? 'all calls' : shownName(placeOfNode(merged, node));
  return `${name} ${signedText('tsub', after - before)}`;
}

function factsOf(merged: MergedTree, found: Drawn, row: number): string {
  const { before, after } = runningOf(merged, found.nodes[row]!);
  const calls = [merged.before, merged.after].map((side) => side.get(found.nodes[row]!)?.ncall ?? 0);
  return `running ${duration(before)} before, ${duration(after)} after; ${calls[0]} calls before, ${calls[1]} after`;
}

/** The call trees of both profiles in one picture, coloured by what has changed. */
export function DiffFlame() {
  const [merged, found] = [mergedTree.value, drawn.value];
  if (merged === null || found === null || found.frames.width[0] === 0) return null;
  return (
    <FlameCanvas
      frames={found.frames}
      look={lookOf(merged, found)}
      subject={`${widths.value} ${opened.value?.name ?? ''} ${earlier.value?.name ?? ''}`}
      label="Flame graph of the changes"
      fileName={`${opened.value?.name ?? 'profile'} changes`}
      tools={<Tools />}
      line={(row) => `${labelOf(merged, found, row)}: ${factsOf(merged, found, row)}`}
      tip={(row) => (
        <>
          <strong class="name code">{labelOf(merged, found, row)}</strong>
          <div class="name code faint">{shown(placeText(placeOfNode(merged, found.nodes[row]!)))}</div>
          <div>{factsOf(merged, found, row)}</div>
        </>
      )}
      onChoose={(row) => select(placeOfNode(merged, found.nodes[row]!))}
    />
  );
}

function Tools() {
  const [less, some, same, more, much] = CHANGES[theme.value];
  return (
    <>
      <label>
        widths
        <select
          value={widths.value}
          onChange={({ currentTarget }) => (widths.value = currentTarget.value as 'after' | 'before')}
        >
          <option value="after">running time after</option>
          <option value="before">running time before</option>
        </select>
      </label>
      <span class="legend">
        less
        {[less, some, same, more, much].map((background) => (
          <span class="swatch" style={{ background }} />
        ))}
        more
      </span>
    </>
  );
}
