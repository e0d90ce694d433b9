import type * as t from '@babel/types';
import type { BuiltinCalls } from './builtins/calls.ts';
import { importedNames } from './callee.ts';
import { fnv1a } from './fnv.ts';
import type { InstrumentOptions, Warning } from './instrument-options.ts';
import {
  LAST_SUSPENSION,
  type Place,
  type Position,
  type Site,
  type SiteNode,
  type Suspension,
  type Table,
} from './table.ts';
import { findVisibleImports, type VisibleImports } from './visible-imports.ts';

/** How a file gets at its probes, and whether its body can be wrapped. */
export type Format = 'module' | 'commonjs' | 'script';

/** What is known and gathered about the one file being instrumented. */
export interface Unit {
  readonly filename: string;
  readonly code: string;
  readonly runtime: string;
  readonly format: Format;
  readonly typescript: boolean;
  /** Begins every name we create; occurs nowhere in the source, not even in strings that are evaluated. */
  readonly prefix: string;
  readonly table: Table;
  readonly place: Place | null;
  /** Calls of test frameworks are treated as such, see `testCall`. */
  readonly tests: boolean;
  /** Calls of functions without probes that are counted; null: none are. */
  builtins: BuiltinCalls | null;
  /** By the names of such functions, where the number of their site is to be: it is known at the end. */
  readonly builtinSites: Map<string, t.NumericLiteral[]>;
  /** Functions tell of the lines that they come to. */
  readonly lines: boolean;
  /** What runs later is followed to what has scheduled it. */
  readonly parents: boolean;
  /** Functions that are not async may return promises, which are followed. */
  readonly promises: boolean;
  /** What its imports are called where they come from. */
  readonly imported: ReadonlyMap<string, string>;
  /** Dynamic imports that bundlers look at; null: none. */
  readonly imports: VisibleImports | null;
  readonly warnings: Warning[];
  /** The probes in use so far, by the runtime's names. */
  readonly used: Set<string>;
  /** A function in it can run before its body does, and registers the file if need be. */
  isEarly: boolean;
  /** How many exports of dynamic imports have names of ours so far. */
  exports: number;
}

/** The module that instrumented code imports its probes from, unless told otherwise. */
export const RUNTIME = '@tsprof/runtime/probes';

const MODULE_ITEMS =
  /^(Import|Export(Default|Named|All))Declaration$|^TS(ExportAssignment|ImportEqualsDeclaration)$/;

/** Sets a file up: format, prefix, empty table. */
export function createUnit(program: t.Program, options: InstrumentOptions): Unit {
  const format = formatOf(program, options.format);
  return {
    filename: options.filename,
    code: options.code,
    runtime: options.runtime ?? RUNTIME,
    format,
    typescript: options.typescript ?? /\.[cm]?tsx?$/.test(options.filename),
    prefix: prefixFor(options, format),
    table: [],
    place: options.place ?? null,
    tests: options.tests ?? false,
    builtins: null,
    builtinSites: new Map(),
    lines: options.lines ?? false,
    parents: options.parents ?? false,
    promises: options.promises ?? false,
    imported: importedNames(program),
    imports: findVisibleImports(program, options.code),
    warnings: [],
    used: new Set(),
    isEarly: false,
    exports: 0,
  };
}

/** Imports and exports cannot stand in a try block, so whatever was asked for, a file that has them is a module. */
function formatOf(program: t.Program, asked: Format | undefined): Format {
  if (program.body.some((statement) => MODULE_ITEMS.test(statement.type))) return 'module';
  return asked ?? (program.sourceType === 'module' ? 'module' : 'commonjs');
}

/** Scripts share their top-level names with all others of the page, hence the hash. */
function prefixFor(options: InstrumentOptions, format: Format): string {
  let prefix = format === 'script' ? `_$${fnv1a(options.filename).toString(36)}` : '_$';
  while (options.code.includes(prefix)) prefix += 'x';
  return prefix;
}

/** A site as it stands in this file, at `start`, then where it really is; null: it gets no probes. */
export function siteFor(
  unit: Unit,
  form: number,
  { path, own }: Pick<Site, 'path' | 'own'>,
  start: t.Node,
  node: SiteNode,
  bare: boolean,
): Site | null {
  const { line, column } = unit.place === null ? shownPosition(unit, start) : (start.loc?.start ?? TOP);
  const site = { file: unit.filename, form, path, own, line, column };
  return unit.place === null ? site : unit.place(site, node, bare);
}

const TOP = { line: 1, column: 0 };

/** A suspension of a function that stands at `site`. Where it is not known to be, its function is. */
export function suspensionAt(
  unit: Unit,
  kind: number,
  node: t.Node,
  { file, line, column }: Site,
  callee: number,
): Suspension {
  return { kind, callee, ...(positionIn(unit, node, file) ?? { line, column }) };
}

/** Where a node was written, if that was in this file; null: not known. */
export function positionIn(unit: Unit, node: t.Node, file: string): Position | null {
  if (unit.place === null) return shownPosition(unit, node);
  return (unit.place.at ?? same)(node.loc?.start ?? TOP, file);
}

const same = ({ line, column }: { readonly line: number; readonly column: number }) => ({ line, column });

/** The number of one more suspension of a function that has so many. */
export const suspensionNumber = (count: number): number => Math.min(count, LAST_SUSPENSION);

/** Where a node stands for those who read the file: a byte order mark at its start is no column. */
function shownPosition({ code }: Unit, node: t.Node): Position {
  const { line, column } = node.loc?.start ?? TOP;
  return { line, column: line === 1 && column > 0 && code.startsWith('\ufeff') ? column - 1 : column };
}

/** Notes something the user should know; places are 1-based lines and 0-based columns. */
export function warn(unit: Unit, place: t.Node, message: string): void {
  const { line, column } = shownPosition(unit, place);
  if (!unit.warnings.some((warning) => warning.message === message)) {
    unit.warnings.push({ message, line, column });
  }
}
