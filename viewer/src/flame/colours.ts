import { packageOf } from '@tsprof/report/rows/packages';
import type { FunctionPlace } from '@tsprof/runtime/profile';
import type { Look } from './draw.ts';

/** Tints that colour-blind people tell apart; own code has them by file. */
const OWN = {
  light: ['#93c4e6', '#f4c98a', '#a9d8c6', '#c8b6dd', '#efe39b', '#e3b0a0'],
  dark: ['#2b628c', '#83580f', '#1f6658', '#5a4a80', '#686018', '#7f4633'],
} as const;

/** Packages stand back. */
const PACKAGES = {
  light: ['#dadfe5', '#ccd3db', '#e3e7ec', '#d2dae3'],
  dark: ['#37404b', '#404a56', '#313943', '#46505d'],
} as const;

const THREAD = { light: '#e9ebee', dark: '#2a313a' } as const;
const WAIT = { light: '#eceff2', dark: '#272e36' } as const;

const COLOURS: Readonly<Record<'light' | 'dark', Look['colours']>> = {
  light: {
    ...{ back: '#ffffff', text: '#10181f', dim: '#f2f3f5', dimText: '#646e78', merged: '#b9c2cc' },
    ...{ stripe: '#a3adb9', mark: '#c44601', focus: '#0b5cad' },
  },
  dark: {
    ...{ back: '#1b2027', text: '#eef1f4', dim: '#232930', dimText: '#8a96a3', merged: '#4d5865' },
    ...{ stripe: '#5c6875', mark: '#f0793a', focus: '#9cd0ff' },
  },
};

/** From less over the same to more: from blue over grey to orange, which colour-blind people tell apart. */
export const CHANGES = {
  light: ['#5aa2d8', '#a9cde9', '#e3e6ea', '#f6cf9b', '#e8954a'],
  dark: ['#2a6fa6', '#2b5674', '#3a424c', '#7b5522', '#9f5511'],
} as const;

export type Theme = keyof typeof COLOURS;

/** Those of lines, texts and marks. */
export const coloursOf = (theme: Theme): Look['colours'] => COLOURS[theme];

/** What boxes with labels are filled with. */
export const labelledFills = (of: Theme): readonly string[] => [
  ...[...OWN[of], ...PACKAGES[of], ...CHANGES[of], THREAD[of], WAIT[of]],
];

/** What a function's box is filled with. */
export function fillOf({ kind, file, name }: FunctionPlace, theme: Theme): string {
  if (kind === 'root') return THREAD[theme];
  const owner = packageOf(file);
  return owner === null ? pick(OWN[theme], file === '' ? name : file) : pick(PACKAGES[theme], owner);
}

/** What waits are filled with, below their stripes. */
export const waitFill = (theme: Theme): string => WAIT[theme];

function pick(colours: readonly string[], text: string): string {
  let hash = 7;
  for (let at = 0; at < Math.min(text.length, 300); at++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) >>> 0;
  return colours[hash % colours.length]!;
}
