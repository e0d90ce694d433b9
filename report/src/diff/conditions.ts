import { TsprofError } from '../command-line/errors.ts';
import { placeText } from '../rows/places.ts';
import type { ChangedFunction } from './changes.ts';
import { COMPARED, isTime, type ComparedFigure } from './figures.ts';
import { SIGNIFICANT } from './noise.ts';
import { changeText, figureText } from './texts.ts';

/** What must not happen: `[function:NAME ]FIGURE>CHANGE`. */
export interface Condition {
  /** As the user wrote it. */
  readonly text: string;
  /** Of this name, or any. */
  readonly name: string | undefined;
  readonly figure: ComparedFigure;
  /** It grows by more than so much (ns or a count), or than such a part of what it was. */
  readonly most: number;
  readonly isPart: boolean;
}

const SYNTAX = /^(?:function:(.+) )?\s*(\w+)\s*>\s*(\d+(?:\.\d+)?|\.\d+)\s*(%|ns|us|µs|ms|s)?$/u;
const NS = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };
const EXPECTED = "expected is [function:NAME ]FIGURE>CHANGE, such as 'ncall>0', 'ttot>10%' or 'tsub>5ms'";

/** Reads a condition of `--fail-on`; a bad one is a TsprofError. */
export function parseCondition(text: string): Condition {
  const [, name, figure = '', number, unit] = SYNTAX.exec(text.trim()) ?? [];
  const found = COMPARED.find((each) => each === figure);
  if (number === undefined) throw new TsprofError(`--fail-on is ${JSON.stringify(text)}, but ${EXPECTED}`);
  if (found === undefined) {
    const remedy = `Use one of ${COMPARED.join(', ')}.`;
    throw new TsprofError(`--fail-on: there is no figure ${JSON.stringify(figure)} to compare`, { remedy });
  }
  const isPart = unit === '%';
  if (unit !== undefined && !isPart && !isTime(found))
    throw new TsprofError(`--fail-on is ${JSON.stringify(text)}, but ${found} is a count`);
  return { text, name, figure: found, isPart, most: Number(number) * scale(found, unit) };
}

/** Times without a unit are in seconds, as in JSON. */
function scale(figure: ComparedFigure, unit: string | undefined): number {
  if (unit === '%') return 1 / 100;
  return isTime(figure) ? NS[(unit ?? 's') as keyof typeof NS] : 1;
}

/** A function that has grown by more than it may. */
export interface Violation {
  readonly condition: Condition;
  readonly function: ChangedFunction;
}

export interface Circumstances {
  readonly timed: boolean;
  /** There are so many runs that a change can be told from noise; else any change counts. */
  readonly canTellNoise: boolean;
}

/** What is not as it must be; a condition that cannot be checked is a TsprofError. */
export function violationsOf(
  conditions: readonly Condition[],
  functions: readonly ChangedFunction[],
  circumstances: Circumstances,
): readonly Violation[] {
  return conditions.flatMap((condition) => {
    const { name, figure } = condition;
    if (isTime(figure) && !circumstances.timed)
      throw new TsprofError(`--fail-on ${condition.text}: a profile has no times (clock none)`);
    const concerned = functions.filter((each) => isMeant(each, name));
    if (concerned.length === 0 && name !== undefined)
      throw new TsprofError(`--fail-on ${condition.text}: no profile has a function of that name`);
    return concerned
      .filter((each) => isViolated(condition, each, circumstances))
      .map((each) => ({ condition, function: each }));
  });
}

function isMeant({ place, was }: ChangedFunction, name: string | undefined): boolean {
  return name === undefined || place.name === name || was?.name === name;
}

/** Counts are exact; whether a time has grown may be a matter of chance. */
function isViolated(
  { figure, most, isPart }: Condition,
  changed: ChangedFunction,
  { canTellNoise }: Circumstances,
): boolean {
  const { before, by } = changed.figures[figure];
  if (by <= 0 || by <= (isPart ? most * before : most)) return false;
  return !isTime(figure) || !canTellNoise || changed.chance(figure) <= SIGNIFICANT;
}

/** `ncall>0: ncall of parse (src/a.ts:3) has grown from 2 to 4 (+2, +100.0%)`. */
export const violationLine = (violation: Violation): string =>
  `${violation.condition.text}: ${violationText(violation)}`;

/** The same without the condition. */
export function violationText({ condition: { figure }, function: changed }: Violation): string {
  const { place, figures } = changed;
  const { before, after } = figures[figure];
  const where = placeText(place);
  const named = where === '' ? place.name : `${place.name} (${where})`;
  const [from, to] = [before, after].map((value) => figureText(figure, value));
  return `${figure} of ${named} has grown from ${from} to ${to} (${changeText(figure, figures[figure])})`;
}
