import { fillOf, coloursOf, type Theme } from '../flame/colours.ts';
import type { Texture } from '../flame/painter.ts';
import { identityOf } from '@tsprof/report/diff/run-table';
import { SITE_KINDS } from '@tsprof/runtime/profile';
import type { FunctionPlace, Profile } from '@tsprof/runtime/profile';
import { shownName } from '../parts/text.ts';
import { fileNames } from './file-names.ts';
import {
  NO_FUNCTION,
  PARKED,
  READY,
  UNKNOWN_STATE,
  WAITING,
  type TimelineFunction,
} from './engine/messages.ts';

/** The functions of a timeline as the profile has them. */
export class NamedFunctions {
  readonly places: readonly FunctionPlace[];
  readonly keys: readonly string[];
  readonly labels: readonly string[];

  constructor(functions: readonly TimelineFunction[], profile: Profile) {
    const named = fileNames(profile);
    this.places = functions.map(({ name, file, line, column, kind }) => ({
      ...{ name, line, column, kind: SITE_KINDS[kind]! },
      file: named(file),
    }));
    this.keys = this.places.map(identityOf);
    this.labels = this.places.map(shownName);
  }

  label(named: number): string {
    return this.labels[named] ?? (named === NO_FUNCTION ? 'a function that the file does not name' : '');
  }
}

/** How a state of a coroutine is drawn: a colour, and a texture over it. */
export interface StateLook {
  readonly fill: string;
  readonly texture: Texture | null;
  readonly stroke: string;
}

const RUNNING = { light: '#0072b2', dark: '#56b4e9' } as const;

const STATES: Readonly<Record<Theme, Readonly<Record<number, StateLook>>>> = {
  light: {
    [WAITING]: { fill: '#eceff2', texture: 'slanted', stroke: '#a3adb9' },
    [READY]: { fill: '#f7d68a', texture: 'upright', stroke: '#8a5a00' },
    [PARKED]: { fill: '#e7ddf2', texture: 'dotted', stroke: '#6b4d94' },
    [UNKNOWN_STATE]: { fill: '#ffffff', texture: 'level', stroke: '#c9ced4' },
  },
  dark: {
    [WAITING]: { fill: '#272e36', texture: 'slanted', stroke: '#5c6875' },
    [READY]: { fill: '#7a5200', texture: 'upright', stroke: '#ffc65c' },
    [PARKED]: { fill: '#3d3154', texture: 'dotted', stroke: '#b79ae0' },
    [UNKNOWN_STATE]: { fill: '#1b2027', texture: 'level', stroke: '#3a424c' },
  },
};

const STRIP_FILLS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['', '#7a5fa8', '#c44601', '#5a6672'],
  dark: ['', '#b79ae0', '#f0793a', '#a3adb8'],
};

const LINES = {
  light: { line: '#d9dadc', faint: '#5a6672', panel: '#f6f7f8', alive: '#b9d7ec', arrow: '#5a6672' },
  dark: { line: '#343c46', faint: '#a3adb8', panel: '#171b21', alive: '#274a66', arrow: '#a3adb8' },
} as const;

/** What decides how things look. */
export interface TimelineLook {
  readonly colours: ReturnType<typeof coloursOf>;
  readonly lines: (typeof LINES)[Theme];
  readonly running: string;
  readonly functions: NamedFunctions;
  readonly isDim: (named: number) => boolean;
  readonly isMarked: (named: number) => boolean;
  fill(named: number): string;
  state(mode: number): StateLook | undefined;
  strip(event: number): string;
}

export function lookOf(
  functions: NamedFunctions,
  theme: Theme,
  isDim: (place: FunctionPlace) => boolean,
  selectedKey: string | null,
): TimelineLook {
  const fills = functions.places.map((place) => fillOf(place, theme));
  const dim = functions.places.map(isDim);
  return {
    ...{ colours: coloursOf(theme), lines: LINES[theme], running: RUNNING[theme], functions },
    fill: (named) => fills[named] ?? coloursOf(theme).merged,
    isDim: (named) => dim[named] ?? false,
    isMarked: (named) => selectedKey !== null && functions.keys[named] === selectedKey,
    state: (mode) => STATES[theme][mode],
    strip: (event) => STRIP_FILLS[theme][event] ?? '',
  };
}
