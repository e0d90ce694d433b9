import { useLayoutEffect, useRef } from 'preact/hooks';
import { printableLines, resolvePath } from '@tsprof/runtime/profile';
import { UNKNOWN, duration } from '@tsprof/report/units';
import { useVirtualRows } from '../parts/virtual-rows.ts';
import { shown, shownPlace } from '../parts/text.ts';
import { isWanted } from '../state/filter.ts';
import { isTimed } from '../state/figures.ts';
import { profile } from '../state/profile.ts';
import { select, selected } from '../state/selected.ts';
import { selectedKey } from '../state/selected-key.ts';
import { sourceAt } from '../state/source.ts';
import { identityOf } from '@tsprof/report/diff/run-table';
import { filesWithFigures, type FileFigures, type LineFigures } from './line-figures.ts';
import { textOf } from './source-text.ts';

/** Source files with what their functions and awaits took, line by line. */
export function Source() {
  const at = placeShown();
  const files = filesWithFigures.value;
  const found = at === null ? undefined : files.find(({ file }) => file === at.file);
  return (
    <>
      <div class="tools">
        <label>
          file
          <select
            style={{ maxWidth: 'min(40rem, 80vw)' }}
            value={at?.file ?? ''}
            onChange={({ currentTarget: { value } }) =>
              (sourceAt.value = value === '' ? null : { file: value, line: 1 })
            }
          >
            <option value="">choose one</option>
            {listed(files).map(({ file, own }) => (
              <option value={file}>
                {shownPlace(file, 70)} ({time(own)})
              </option>
            ))}
            {at !== null && !listed(files).some(({ file }) => file === at.file) && (
              <option value={at.file}>{shownPlace(at.file, 70)}</option>
            )}
          </select>
        </label>
        {at !== null && <EditorLink {...at} />}
        <span class="faint">{found?.hasLines === true ? OF_LINES : OF_FUNCTIONS}</span>
      </div>
      {at === null || found === undefined ? <FileList /> : <File found={found} line={at.line} />}
    </>
  );
}

const OF_FUNCTIONS = 'own and calls: functions that begin there; wait: awaits that stand there';
const OF_LINES = 'hits and own time of each line, nothing of what it calls; wait: awaits that stand there';

/** More files than that nobody picks from a list. */
const MOST_FILES = 300;

const listed = (files: readonly FileFigures[]): readonly FileFigures[] =>
  files.filter(({ file }) => isWanted.value({ name: '', file })).slice(0, MOST_FILES);

function placeShown(): { readonly file: string; readonly line: number } | null {
  if (sourceAt.value !== null) return sourceAt.value;
  const row = selected.value;
  return row === null || row.file === '' ? null : row;
}

const time = (ns: number): string => (isTimed.value ? duration(ns) : UNKNOWN);

/** Editors that are not VS Code know the same place by its text. */
function EditorLink({ file, line }: { file: string; line: number }) {
  const path = resolvePath(profile.value.cwd, file);
  if (!/^(?:\/|[A-Za-z]:\/)/.test(path)) return null;
  const url = `vscode://file${encodeURI(path.startsWith('/') ? path : `/${path}`)}:${line}`;
  return (
    <a href={url} title="Opens VS Code, where it is installed">
      open in the editor
    </a>
  );
}

function FileList() {
  return (
    <div class="scroller pad">
      <table class="plain" aria-label="Files">
        <thead>
          <tr>
            <th>file</th>
            <th class="n">own</th>
            <th class="n">waiting</th>
            <th class="n">functions</th>
          </tr>
        </thead>
        <tbody>
          {listed(filesWithFigures.value).map(({ file, own, wait, lines }) => (
            <tr>
              <td>
                <button
                  type="button"
                  class="link name code"
                  onClick={() => (sourceAt.value = { file, line: 1 })}
                >
                  {shown(file)}
                </button>
              </td>
              <td class="n">{time(own)}</td>
              <td class="n">{wait === 0 ? '' : time(wait)}</td>
              <td class="n">
                {[...lines.values()].reduce((sum, { functions }) => sum + functions.length, 0)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Line {
  readonly number: number;
  readonly text: string;
}

function File({ found, line }: { found: FileFigures; line: number }) {
  const text = textOf(found.file);
  if (text === undefined) return <p class="pad">reading …</p>;
  const lines: readonly Line[] =
    text === null
      ? [...found.lines.keys()]
          .sort((a, b) => a - b)
          .map((number) => ({ number, text: wordsOf(found, number) }))
      : text.split('\n').map((each, at) => ({ number: at + 1, text: each }));
  return (
    <>
      {text === null && (
        <p class="count">
          The text is not here: tsprof view shows it where the file is below the folder that it was started
          in, and tsprof export --with-sources puts it into a page. These are the places that the profile
          knows.
        </p>
      )}
      <Lines found={found} lines={lines} line={line} />
    </>
  );
}

function wordsOf({ lines }: FileFigures, number: number): string {
  const { functions, awaits } = lines.get(number)!;
  return [...functions.map(({ name }) => shown(name)), ...awaits.map(({ kind }) => kind)].join(', ');
}

const HEIGHT = 20;
const LONGEST_LINE = 1000;

function Lines({ found, lines, line }: { found: FileFigures; lines: readonly Line[]; line: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows(lines.length, HEIGHT, scroller);
  const at = lines.findIndex(({ number }) => number >= line);
  useLayoutEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'center' });
  }, [found.file, at, lines.length]);
  const most = { hits: mostOf(found, 'hits'), own: mostOf(found, 'own'), wait: mostOf(found, 'wait') };
  return (
    <div class="scroller source" ref={scroller} role="region" tabIndex={0} aria-label={shown(found.file)}>
      <div class="source-head faint" aria-hidden="true">
        <span class="n">own</span>
        <span class="n">{found.hasLines ? 'hits' : 'calls'}</span>
        <span class="n">wait</span>
        <span class="n">line</span>
      </div>
      <div style={{ height: `${virtual.getTotalSize()}px`, position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const each = lines[index];
          return (
            each && (
              <SourceLine
                line={each}
                figures={found.lines.get(each.number)}
                start={start}
                most={most}
                isHere={each.number === line}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function mostOf({ lines }: FileFigures, name: 'hits' | 'own' | 'wait'): number {
  let most = 1;
  for (const line of lines.values()) most = Math.max(most, line[name] ?? 0);
  return most;
}

interface SourceLineProps {
  readonly line: Line;
  readonly figures: LineFigures | undefined;
  readonly start: number;
  readonly most: { readonly hits: number; readonly own: number; readonly wait: number };
  readonly isHere: boolean;
}

function SourceLine({ line: { number, text }, figures, start, most, isHere }: SourceLineProps) {
  const [first] = figures?.functions ?? [];
  const isChosen = figures?.functions.some((row) => identityOf(row) === selectedKey.value) === true;
  return (
    <div
      class={`line${isHere || isChosen ? ' here' : ''}`}
      data-line={number}
      style={{ transform: `translateY(${start}px)`, cursor: first ? 'pointer' : 'default' }}
      onClick={() => first && select(first)}
    >
      <Heat name="own" amount={figures?.own ?? 0} most={most.own} colour="--heat" print={time} />
      <Heat name="hits" amount={figures?.hits ?? 0} most={most.hits} colour="--cool" print={times} />
      <Heat name="wait" amount={figures?.wait ?? 0} most={most.wait} colour="--warm" print={time} />
      <span class="n faint">{number}</span>
      <span>{printableLines(text.slice(0, LONGEST_LINE))}</span>
    </div>
  );
}

const times = (count: number): string => `${count}×`;

interface HeatProps {
  readonly name: string;
  readonly amount: number;
  readonly most: number;
  readonly colour: string;
  readonly print: (amount: number) => string;
}

/** A figure with a bar behind it, as long as it is beside the largest one of the file. */
function Heat({ name, amount, most, colour, print }: HeatProps) {
  const share = (100 * amount) / most;
  const background = `linear-gradient(90deg, rgba(var(${colour}), .35) ${share}%, transparent 0)`;
  return (
    <span class="n" data-column={name} style={share > 0 ? { background } : {}}>
      {amount > 0 ? print(amount) : ''}
    </span>
  );
}
