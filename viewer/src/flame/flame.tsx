import { batch, computed, signal, useSignalEffect } from '@preact/signals';
import { calls, duration, percentage, size } from '@tsprof/report/units';
import { programTime } from '@tsprof/report/rows/root-time';
import { counted } from '@tsprof/report/tables/text';
import { placeText } from '@tsprof/report/rows/places';
import type { FunctionPlace } from '@tsprof/runtime/profile';
import { shown, shownName } from '../parts/text.ts';
import { isListed, isNarrowed, onlyMine, selection, tag, thread } from '../state/filter.ts';
import { fate, hasMemory, isCounted, isTimed, stats } from '../state/figures.ts';
import { opened } from '../state/opened.ts';
import { select, selected } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { sites } from '../state/sites.ts';
import { theme } from '../state/theme.ts';
import { coloursOf, fillOf, waitFill } from './colours.ts';
import type { Look } from './draw.ts';
import { FlameCanvas } from './flame-canvas.tsx';
import type { Weight } from './frames.ts';
import { LaidOut, type Picture } from './laid-out.ts';
import type { FramesWanted, Shape } from './layout.ts';
import { FIRST_THREAD, ROOT_SITE } from './trees.ts';

export const weight = signal<Weight>('running');
export const shape = signal<Shape>('calls');
/** Functions of packages one by one, or folded into what was called of them. */
export const isUnfolded = signal(false);

export const WEIGHTS: Readonly<Record<Weight, string>> = {
  running: 'running time',
  time: 'running and waiting',
  waiting: 'waiting time',
  calls: 'calls',
  memory: 'memory',
};

const SHAPES: Readonly<Record<Shape, string>> = {
  calls: 'calls, from the event loop down',
  inverted: 'inverted: own time first, callers below',
  callers: 'sandwich: who calls the selected function',
  callees: 'sandwich: what the selected function calls',
};

/** Those to choose from: a profile without times has counts alone, one that was sampled times alone. */
const known = computed<readonly Weight[]>(() => [
  ...(isTimed.value ? (['running', 'time', 'waiting'] as const) : []),
  ...(isCounted.value ? (['calls'] as const) : []),
  ...(hasMemory.value ? (['memory'] as const) : []),
]);
export const shownWeight = computed<Weight>(() =>
  known.value.includes(weight.value) ? weight.value : (known.value[0] ?? 'calls'),
);

/** The same, each with its words. */
export const weightsToChoose = computed(() => known.value.map((name) => [name, WEIGHTS[name]] as const));

/** The call tree of what is selected, as it is shown. */
const treeWanted = computed(() => ({
  ...selection.value,
  libraries: onlyMine.value ? ('none' as const) : isUnfolded.value ? ('all' as const) : ('entries' as const),
  weight: shownWeight.value,
}));

/** The whole tree from its root down. */
export const callsWanted = computed<FramesWanted>(() => ({
  ...treeWanted.value,
  ...{ shape: 'calls', subject: -1 },
}));

export const selectedSite = computed(() => sites.value.siteOfKey(selectedKey.value));

/** The function that a sandwich is about: choosing another one in it does not change the picture. */
export const subjectKey = signal<string | null>(null);
const subjectSite = computed(() => {
  const site = sites.value.siteOfKey(subjectKey.value);
  return site < 0 ? selectedSite.value : site;
});

/** Shows who calls the selected function, or what it calls. */
export function showSandwich(side: 'callers' | 'callees'): void {
  batch(() => {
    subjectKey.value = selectedKey.value;
    shape.value = side;
  });
}

/** null: a sandwich needs a function to be about. */
const wanted = computed<FramesWanted | null>(() => {
  if (!isSandwich()) return { ...callsWanted.value, shape: shape.value };
  if (subjectSite.value < 0) return null;
  return { ...treeWanted.value, shape: shape.value, subject: subjectSite.value };
});

/** What tells one picture from another, whatever its profile has by now. */
const subject = computed(() =>
  JSON.stringify([
    ...[opened.value?.name, thread.value, tag.value, onlyMine.value, isUnfolded.value],
    ...[shape.value, shownWeight.value, isSandwich() ? sites.value.keyOf(subjectSite.value) : ''],
  ]),
);

const laidOut = new LaidOut(wanted, subject);

/** What a frame stands for. */
function placeOfFrame({ frames, sites, threads }: Picture, row: number): FunctionPlace {
  const site = frames.site[row]!;
  if (site > ROOT_SITE) return sites.placeOf(site);
  const thread = site <= FIRST_THREAD ? threads[FIRST_THREAD - site]! : null;
  const name = thread === null ? rootName.value : `${thread.name} (${thread.id})`;
  return { ...sites.placeOf(ROOT_SITE), name };
}

const rootName = computed(() => (tag.value === '' ? 'all calls' : `all calls under tag ${tag.value}`));

const look = computed<Look | null>(() => {
  const found = laidOut.value;
  return found === null ? null : lookOf(found);
});

function lookOf(found: Picture): Look {
  const { frames, sites } = found;
  const { functionOf } = sites;
  const colours = coloursOf(theme.value);
  const fills: string[] = [];
  const listed = isNarrowed.value ? sites.which(isListed.value) : null;
  const marked = sites.siteOfKey(selectedKey.value);
  const siteOf = (row: number): number => frames.site[row]!;
  return {
    colours,
    fill(row) {
      if (frames.isWait[row] === 1) return waitFill(theme.value);
      return (fills[siteOf(row) + 1] ??= fillOf(placeOfFrame(found, row), theme.value));
    },
    label: (row) => labelOf(found, row),
    isDim: (row) => listed !== null && siteOf(row) >= 0 && listed[siteOf(row)] === 0,
    isMarked: (row) => marked >= 0 && functionOf[siteOf(row)] === marked && frames.isWait[row] === 0,
  };
}

function labelOf(found: Picture, row: number): string {
  const { isWait, folded } = found.frames;
  if (isWait[row] === 1) return '[await]';
  const more = folded[row]! > 0 ? ` [+${folded[row]}]` : '';
  return shownName(placeOfFrame(found, row)) + more;
}

/** The figures of a frame in words. */
function factsOf({ frames, threads }: Picture, row: number): readonly string[] {
  const [running, waiting, ncall] = [frames.running[row]!, frames.waiting[row]!, frames.ncall[row]!];
  if (frames.isWait[row] === 1)
    return [`waiting ${duration(frames.waitTime[row]!)}`, `${frames.waits[row]} waits`];
  const isFunction = frames.site[row]! > ROOT_SITE;
  if (shownWeight.value === 'memory')
    return [
      `${size(frames.width[row]!)} ${fate.value}`,
      ...(isFunction ? [`own ${size(frames.own[row]!)}`, counted(ncall, 'sample')] : []),
    ];
  const whole = programTime(stats.value);
  const share = whole > 0 && threads.length === 1 ? ` (${percentage(running, whole)})` : '';
  const timed = isTimed.value
    ? [
        `running ${duration(running)}${share}`,
        ...(isFunction ? [`own ${duration(frames.own[row]!)}`] : []),
        ...(waiting > 0 ? [`waiting ${duration(waiting)}`] : []),
      ]
    : [];
  const called = isFunction && isCounted.value ? [`${calls({ ncall, nactualcall: ncall })} calls`] : [];
  return [...timed, ...called];
}

function pathOf(found: Picture, row: number): string {
  const names: string[] = [];
  for (let at = row; at >= 0; at = found.frames.parent[at]!) names.unshift(labelOf(found, at));
  return names.slice(1).join(' › ') || names[0]!;
}

/** The call tree as a picture. */
export function Flame() {
  useSignalEffect(() => laidOut.follow());
  const found = laidOut.value;
  const tools = <FlameTools />;
  const missing =
    wanted.value === null
      ? 'Choose a function first, in the table or in another picture: this one is about it.'
      : found === null
        ? 'laying out …'
        : found.frames.width[0] === 0
          ? `Nothing of what is shown has any ${WEIGHTS[shownWeight.value]}.`
          : null;
  if (missing !== null || found === null)
    return (
      <>
        <div class="tools">{tools}</div>
        <p class="pad">{missing}</p>
      </>
    );
  return (
    <FlameCanvas
      frames={found.frames}
      look={look.value!}
      subject={found.subject}
      isBusy={laidOut.isOther}
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

function FrameTip({ found, row }: { found: Picture; row: number }) {
  const place = placeOfFrame(found, row);
  const packages = found.frames.packages[found.frames.packagesOf[row]!]!;
  return (
    <>
      <strong class="name code">{labelOf(found, row)}</strong>
      <div class="name code faint">{shown(placeText(place))}</div>
      {factsOf(found, row).map((fact) => (
        <div>{fact}</div>
      ))}
      {packages !== '' && <div class="faint">with what it calls of {shown(packages)}</div>}
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
          disabled={known.value.length < 2}
          onChange={({ currentTarget }) => (weight.value = currentTarget.value as Weight)}
        >
          {weightsToChoose.value.map(([name, words]) => (
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
