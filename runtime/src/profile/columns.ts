import { CLOCKS, type ClockName } from './clocks.ts';
import { SITE_KINDS, SUSPENSION_KINDS, type SiteKind, type SuspensionKind } from './format.ts';
import type { Column } from './shape.ts';

/** Times beyond this (in ns, 30 million years) could add up to infinity. */
const MAX_TIME = 1e24;

/** Any text. */
export const text: Column<string> = {
  accepts: (value): value is string => typeof value === 'string',
  rule: () => 'a text is expected',
};

/** Text, or null where there is nothing to say. */
export const textOrNull: Column<string | null> = {
  accepts: (value): value is string => value === null || typeof value === 'string',
  rule: () => 'a text or null is expected',
};

/** Any finite number. */
export const finite: Column<number> = {
  accepts: (value): value is number => Number.isFinite(value),
  rule: () => 'a finite number is expected',
};

/** Nanoseconds: finite and not negative. */
export const time: Column<number> = {
  accepts: (value): value is number => typeof value === 'number' && value >= 0 && value <= MAX_TIME,
  rule: () => 'a finite time of 0 ns or more is expected',
};

/** A whole number of 0 or more. */
export const count: Column<number> = {
  accepts: (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
  rule: () => 'a whole number of 0 or more is expected',
};

export const siteKind: Column<SiteKind> = {
  accepts: (value): value is SiteKind => (SITE_KINDS as readonly unknown[]).includes(value),
  rule: () => `one of ${SITE_KINDS.join(', ')} is expected`,
};

export const suspensionKind: Column<SuspensionKind> = {
  accepts: (value): value is SuspensionKind => (SUSPENSION_KINDS as readonly unknown[]).includes(value),
  rule: () => `one of ${[...new Set(SUSPENSION_KINDS)].join(', ')} is expected`,
};

/** 0 or 1. */
export const flag: Column<number> = {
  accepts: (value): value is number => value === 0 || value === 1,
  rule: () => '0 or 1 is expected',
};

export const clock: Column<ClockName> = {
  accepts: (value): value is ClockName => typeof value === 'string' && Object.hasOwn(CLOCKS, value),
  rule: () => `one of ${Object.keys(CLOCKS).join(', ')} is expected`,
};

/** A row of another table with so many rows; `least` -1 allows "none", 1 refuses the first row. */
export function index(rows: number, of: string, least = 0): Column<number> {
  return {
    accepts: (value): value is number =>
      Number.isInteger(value) && (value as number) >= least && (value as number) < rows,
    rule: (value) => {
      if (!Number.isInteger(value)) return 'a whole number is expected';
      return (value as number) < rows ? `${least} is the least here` : `there are ${rows} ${of}`;
    },
  };
}

/** In row 0 (the root) -1; in any other row what `column` says. */
export function afterRoot(column: Column<number>): Column<number> {
  return {
    accepts: (value, row): value is number => (row === 0 ? value === -1 : column.accepts(value, row)),
    rule: (value) => (column.accepts(value, 1) ? 'row 0 is the root, which has -1' : column.rule(value)),
  };
}

/** -1 for "none", or what `column` says. */
export function orNone(column: Column<number>): Column<number> {
  return {
    accepts: (value, row): value is number => value === -1 || column.accepts(value, row),
    rule: (value) => column.rule(value),
  };
}

/** The row of a parent: one that comes before its child. */
export const earlierRow: Column<number> = {
  accepts: (value, row): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < row,
  rule: () => 'a parent comes before its children',
};
