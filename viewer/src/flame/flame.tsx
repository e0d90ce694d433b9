import { batch, computed, signal } from '@preact/signals';
import { calls, duration, percentage } from '@tsprof/report/units';
import { programTime } from '@tsprof/report/rows/root-time';
import { placeText } from '@tsprof/report/rows/places';
import type { CallNode } from '@tsprof/report/tree/call-tree';
import type { FunctionPlace } from '@tsprof/runtime/profile';
import { shown, shownName } from '../parts/text.ts';
import { isListed, isNarrowed, onlyMine, tag, thread } from '../state/filter.ts';
import { isTimed, stats } from '../state/figures.ts';
import { opened } from '../state/opened.ts';
import { select, selected, selectedKey } from '../state/selected.ts';
import { sites } from '../state/sites.ts';
import { theme } from '../state/theme.ts';
import { coloursOf, fillOf, waitFill } from './colours.ts';
import type { Look } from './draw.ts';
import { FlameCanvas } from './flame-canvas.tsx';
import { layOut, type Frames, type Weight } from './frames.ts';
import { FIRST_THREAD, ROOT_SITE, calleesOf, callersOf, inverted, wholeTree } from './trees.ts';

/** What stands below what: calls, callers below the functions they have called, or both sides of one function. */
export type Shape = 'calls' | 'inverted' | 'callers' | 'callees';

export const weight = signal<Weight>('running');
export const shape = signal<Shape>('calls');
/** Functions of packages one by one, or folded into what was called of them. */
export const isUnfolded = signal(false);

export const WEIGHTS: Readonly<Record<Weight, string>> = {
  running: 'running time',
  time: 'running and waiting',
  waiting: 'waiting time',
  calls: 'calls',
};

const SHAPES: Readonly<Record<Shape, string>> = {
  calls: 'calls, from the event loop down',
  inverted: 'inverted: own time first, callers below',
  callers: 'sandwich: who calls the selected function',
  callees: 'sandwich: what the selected function calls',
};

/** A profile without times has counts alone. */
export const shownWeight = computed<Weight>(() => (isTimed.value ? weight.value : 'calls'));

/** The call tree of what is selected. */
export const wholeOf = computed(() => {
  const libraries = onlyMine.value ? 'none' : isUnfolded.value ? 'all' : 'entries';
  const threads = stats.value.threads.map(({ thread }) => thread);
  return wholeTree(sites.value, threads, { tag: tag.value || undefined, libraries });
});

/** The site of a function in the tree, with all its functions; -1 for none. */
function siteOfKey(key: string | null): number {
  if (key === null) return -1;
  const { functionOf } = sites.value;
  return functionOf.findIndex((first, site) => first === site && sites.value.keyOf(site) === key);
}

export const selectedSite = computed(() => siteOfKey(selectedKey.value));

/** The function that a sandwich is about: choosing another one in it does not change the picture. */
export const subjectKey = signal<string | null>(null);
const subjectSite = computed(() => {
  const site = siteOfKey(subjectKey.value);
  return site < 0 ? selectedSite.value : site;
});

/** Shows who calls the selected function, or what it calls. */
export function showSandwich(side: 'callers' | 'callees'): void {
  batch(() => {
    subjectKey.value = selectedKey.value;
    shape.value = side;
  });
}

const tree = computed<CallNode | null>(() => {
  const whole = wholeOf.value;
  if (shape.value === 'calls') return whole;
  if (shape.value === 'inverted') return inverted(whole, sites.value);
  if (subjectSite.value < 0) return null;
  const make = shape.value === 'callers' ? callersOf : calleesOf;
  return make(whole, subjectSite.value, sites.value);
});

export const frames = computed<Frames | null>(() =>
  tree.value === null ? null : layOut(tree.value, shownWeight.value),
);

/** What a frame stands for. */
function placeOfFrame({ nodes }: Frames, row: number): FunctionPlace {
  const { site } = nodes[row]!;
  if (site > ROOT_SITE) return sites.value.placeOf(site);
  const thread = site <= FIRST_THREAD ? stats.value.threads[FIRST_THREAD - site]!.thread : null;
  const name = thread === null ? rootName.value : `${thread.name} (${thread.id})`;
  return { ...sites.value.placeOf(ROOT_SITE), name };
}

const rootName = computed(() => (tag.value === '' ? 'all calls' : `all calls under tag ${tag.value}`));

/** What tells one picture from another, whatever its profile has by now. */
const subject = computed(() =>
  JSON.stringify([
    ...[opened.value?.name, thread.value, tag.value, onlyMine.value, isUnfolded.value],
    ...[shape.value, shownWeight.value, subjectSite.value < 0 ? '' : sites.value.keyOf(subjectSite.value)],
  ]),
);

const look = computed<Look | null>(() => {
  const found = frames.value;
  return found === null ? null : lookOf(found);
});

function lookOf(found: Frames): Look {
  const { functionOf } = sites.value;
  const colours = coloursOf(theme.value);
  const fills: string[] = [];
  const listed = isNarrowed.value ? sites.value.which(isListed.value) : null;
  const marked = selectedSite.value;
  const siteOf = (row: number): number => found.nodes[row]!.site;
  return {
    colours,
    fill(row) {
      if (found.isWait[row] === 1) return waitFill(theme.value);
      return (fills[siteOf(row) + 1] ??= fillOf(placeOfFrame(found, row), theme.value));
    },
    label: (row) => labelOf(found, row),
    isDim: (row) => listed !== null && siteOf(row) >= 0 && listed[siteOf(row)] === 0,
    isMarked: (row) => marked >= 0 && functionOf[siteOf(row)] === marked && found.isWait[row] === 0,
  };
}

function labelOf(found: Frames, row: number): string {
  if (found.isWait[row] === 1) return '[await]';
  const { folded } = found.nodes[row]!;
  const more = folded.size > 0 ? ` [+${folded.size}]` : '';
  return shownName(placeOfFrame(found, row)) + more;
}

/** The figures of a frame in words. */
function factsOf(found: Frames, row: number): readonly string[] {
  const node = found.nodes[row]!;
  if (found.isWait[row] === 1) return [`waiting ${duration(node.wait.time)}`, `${node.wait.count} waits`];
  const whole = programTime(stats.value);
  const share = whole > 0 && stats.value.threads.length === 1 ? ` (${percentage(node.running, whole)})` : '';
  const timed = isTimed.value
    ? [
        `running ${duration(node.running)}${share}`,
        ...(node.site > ROOT_SITE ? [`own ${duration(node.own)}`] : []),
        ...(node.waiting > 0 ? [`waiting ${duration(node.waiting)}`] : []),
      ]
    : [];
  const counted =
    node.site > ROOT_SITE ? [`${calls({ ncall: node.ncall, nactualcall: node.ncall })} calls`] : [];
  return [...timed, ...counted];
}

function pathOf(found: Frames, row: number): string {
  const names: string[] = [];
  for (let at = row; at >= 0; at = found.parent[at]!) names.unshift(labelOf(found, at));
  return names.slice(1).join(' › ') || names[0]!;
}

/** The call tree as a picture. */
export function Flame() {
  const found = frames.value;
  const tools = <FlameTools />;
  if (found === null || look.value === null)
    return (
      <>
        <div class="tools">{tools}</div>
        <p class="pad">Choose a function first, in the table or in another picture: this one is about it.</p>
      </>
    );
  if (found.width[0] === 0)
    return (
      <>
        <div class="tools">{tools}</div>
        <p class="pad">Nothing of what is shown has any {WEIGHTS[shownWeight.value]}.</p>
      </>
    );
  return (
    <FlameCanvas
      frames={found}
      look={look.value}
      subject={subject.value}
      label={`Flame graph of ${SHAPES[shape.value]}, by ${WEIGHTS[shownWeight.value]}`}
      fileName={`${opened.value?.name ?? 'profile'} flame`}
      tools={tools}
      line={(row) => `${pathOf(found, row)}: ${factsOf(found, row).join(', ')}`}
      tip={(row) => <FrameTip found={found} row={row} />}
      onChoose={(row) => choose(placeOfFrame(found, row))}
    />
  );
}

/** The event loop and threads are no functions: what was selected stays. */
function choose(place: FunctionPlace): void {
  if (place.kind === 'root') return;
  if (subjectKey.value === null && isSandwich()) subjectKey.value = selectedKey.value;
  select(place);
}

const isSandwich = (): boolean => shape.value === 'callers' || shape.value === 'callees';

function FrameTip({ found, row }: { found: Frames; row: number }) {
  const place = placeOfFrame(found, row);
  const { packages } = found.nodes[row]!;
  return (
    <>
      <strong class="name code">{labelOf(found, row)}</strong>
      <div class="name code faint">{shown(placeText(place))}</div>
      {factsOf(found, row).map((fact) => (
        <div>{fact}</div>
      ))}
      {packages.size > 0 && <div class="faint">with what it calls of {shown([...packages].join(', '))}</div>}
    </>
  );
}

function FlameTools() {
  return (
    <>
      <label>
        width
        <select
          value={shownWeight.value}
          disabled={!isTimed.value}
          onChange={({ currentTarget }) => (weight.value = currentTarget.value as Weight)}
        >
          {Object.entries(WEIGHTS).map(([name, words]) => (
            <option value={name}>{words}</option>
          ))}
        </select>
      </label>
      <label>
        shape
        <select
          value={shape.value}
          onChange={({ currentTarget }) => (shape.value = currentTarget.value as Shape)}
        >
          {Object.entries(SHAPES).map(([name, words]) => (
            <option value={name}>{words}</option>
          ))}
        </select>
      </label>
      <label title="Each function of a package on its own; else all that a package does is part of what was called of it">
        <input
          type="checkbox"
          checked={isUnfolded.value}
          disabled={onlyMine.value}
          onChange={({ currentTarget }) => (isUnfolded.value = currentTarget.checked)}
        />
        unfold packages
      </label>
      {isSandwich() && subjectSite.value >= 0 && (
        <span class="faint">
          of <span class="name code">{shown(sites.value.placeOf(subjectSite.value).name, 60)}</span>{' '}
          {selected.value !== null && selectedSite.value !== subjectSite.value && (
            <button type="button" onClick={() => (subjectKey.value = selectedKey.value)}>
              of the selected one instead
            </button>
          )}
        </span>
      )}
    </>
  );
}
