import { inspect } from 'node:util';
import type { CliOutput, CliProcess } from './process.ts';

/** What is told apart by colour; nothing is said by colour alone. */
const FORMATS = {
  heading: 'bold',
  hot: 'red',
  warm: 'yellow',
  waiting: 'cyan',
  faint: 'dim',
} as const;

type Style = keyof typeof FORMATS;

/** Gives a text a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

export const inColour: Paint = (style, text) => {
  const [open, close] = inspect.colors[FORMATS[style]]!;
  return `\x1b[${open}m${text}\x1b[${close}m`;
};

export const withoutColour: Paint = (_, text) => text;

/** Terminals show colours, unless NO_COLOR (https://no-color.org) or TERM says otherwise. */
export function paintFor(output: CliOutput, env: CliProcess['env']): Paint {
  const refuses = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return output.isTTY && !refuses ? inColour : withoutColour;
}

const CODES = [...new Set(Object.values(FORMATS).flatMap((format) => inspect.colors[format]!))];

/** The sequences that `inColour` makes; a group, so that texts that are split by them keep them. */
export const COLOUR_SEQUENCE = new RegExp(`(\\x1b\\[(?:${CODES.join('|')})m)`);
