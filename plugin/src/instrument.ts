import type * as t from '@babel/types';
import type { BuiltinCalls } from './builtins/calls.ts';
import { isFileIgnored } from './ignore.ts';
import { isInstrumented, isInstrumentedBundle } from './instrumented.ts';
import { callRule, taggedRule } from './rules/calls.ts';
import { classRule, fieldRule } from './rules/class.ts';
import { attributeRule, assignmentRule, conditionalRule } from './rules/naming.ts';
import { arrayRule, declaratorRule, defaultExportRule, elementRule } from './rules/naming.ts';
import { exportAssignmentRule, logicalRule, objectRule, propertyRule } from './rules/naming.ts';
import { sequenceRule, transparentRule } from './rules/naming.ts';
import { forOfRule } from './rules/for-of.ts';
import { labelRule } from './rules/loop.ts';
import { functionRule } from './rules/function.ts';
import { IMPORT_RULES } from './rules/imports.ts';
import { programRule } from './rules/module.ts';
import { variableRule, withRule } from './rules/scopes.ts';
import { staticBlockRule } from './rules/static-block.ts';
import { awaitRule, returnRule, yieldRule } from './rules/suspensions.ts';
import { tryRule } from './rules/try.ts';
import { enumRule, namespaceRule } from './rules/typescript.ts';
import { blockRule, forRule } from './rules/using.ts';
import type { Place } from './table.ts';
import { createUnit } from './unit.ts';
import { createEntries, Walk, type Rules } from './walk.ts';

/** What `instrument` has to know about a file. */
export interface InstrumentOptions {
  /** The file's name as it shall stand in the profile. */
  readonly filename: string;
  /** The source text; the local prefix of probe names is chosen so that it does not occur in it. */
  readonly code: string;
  /**
   * Module specifier of the probes, default '@tsprof/runtime/probes'. Where it ends in `/probes` or `/probes.js`, the
   * wrappers around iterators come from `/wrappers` beside it; any other module has all probes.
   */
  readonly runtime?: string;
  /**
   * 'module': ESM, probes by import. 'commonjs': the file is a function body, probes by require. 'script': a global
   * script, probes from `globalThis[Symbol.for('tsprof.realm')].probes`. Default: module when the program is an
   * ES module, else commonjs. A file with imports or exports is always a module.
   */
  readonly format?: 'module' | 'commonjs' | 'script';
  /** The output is TypeScript: our own syntax may carry types. Default: by the file's extension. */
  readonly typescript?: boolean;
  /** For code that was made from other files: where its sites really are. Default: where they stand. */
  readonly place?: Place | undefined;
  /**
   * Tests, and what runs around them, are named by what they are called, as in `describe("sums")/test("adds")`; what
   * replaces modules (`jest.mock`, `vi.mock`) stays bare. Default: false.
   */
  readonly tests?: boolean | undefined;
  /** Finds the calls of functions without probes, which are counted where they are called. Default: none are. */
  readonly builtins?: ((file: t.File) => BuiltinCalls) | undefined;
  /** Each function tells of the lines that it comes to: exact counts and times by line. Default: false. */
  readonly lines?: boolean | undefined;
  /** What the event loop calls later can be followed to what has scheduled it. Default: false. */
  readonly parents?: boolean | undefined;
  /** Promises that functions return can be followed until they settle. Default: false. */
  readonly promises?: boolean | undefined;
}

export type { Place, Site, SiteNode } from './table.ts';
export type { BuiltinCalls } from './builtins/calls.ts';

/** Something in the source that is not profiled; line 1-based, column 0-based. */
export interface Warning {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What became of a file. */
export interface Instrumented {
  /** Number of sites; 0 when nothing was changed. */
  readonly sites: number;
  /** False when the file was already instrumented, ignored by comment, or has nothing to run. */
  readonly changed: boolean;
  readonly warnings: readonly Warning[];
}

/** Every rule there is, by the type of node it handles. Other nodes are only walked through. */
const RULES = {
  FunctionDeclaration: functionRule,
  FunctionExpression: functionRule,
  ArrowFunctionExpression: functionRule,
  ObjectMethod: functionRule,
  ClassMethod: functionRule,
  ClassPrivateMethod: functionRule,
  StaticBlock: staticBlockRule,

  AwaitExpression: awaitRule,
  YieldExpression: yieldRule,
  ReturnStatement: returnRule,
  TryStatement: tryRule,
  ForOfStatement: forOfRule,
  LabeledStatement: labelRule,
  BlockStatement: blockRule,
  ForStatement: forRule,

  VariableDeclaration: variableRule,
  CallExpression: callRule,
  OptionalCallExpression: callRule,
  NewExpression: callRule,
  TaggedTemplateExpression: taggedRule,
  WithStatement: withRule,
  TSModuleDeclaration: namespaceRule,
  TSEnumDeclaration: enumRule,

  VariableDeclarator: declaratorRule,
  AssignmentExpression: assignmentRule,
  AssignmentPattern: assignmentRule,
  ObjectExpression: objectRule,
  ObjectProperty: propertyRule,
  ArrayExpression: arrayRule,
  SequenceExpression: sequenceRule,
  ClassDeclaration: classRule,
  ClassExpression: classRule,
  ClassProperty: fieldRule,
  ClassAccessorProperty: fieldRule,
  ClassPrivateProperty: fieldRule,
  ExportDefaultDeclaration: defaultExportRule,
  TSExportAssignment: exportAssignmentRule,
  JSXElement: elementRule,
  JSXAttribute: attributeRule,
  JSXExpressionContainer: transparentRule,
  ParenthesizedExpression: transparentRule,
  TSAsExpression: transparentRule,
  TSSatisfiesExpression: transparentRule,
  TSNonNullExpression: transparentRule,
  TSTypeAssertion: transparentRule,
  TypeCastExpression: transparentRule,
  ConditionalExpression: conditionalRule,
  LogicalExpression: logicalRule,
} satisfies Rules;

const ENTRIES = createEntries(RULES);
/** For files with dynamic imports that bundlers look at. */
const WITH_IMPORTS = createEntries({ ...RULES, ...IMPORT_RULES });

const unchanged: Instrumented = { sites: 0, changed: false, warnings: [] };

/** Puts probes into a parsed file, in place. */
export function instrument(file: t.File, options: InstrumentOptions): Instrumented {
  const { program } = file;
  const unit = createUnit(program, options);
  const isDeclarations = /\.d\.[cm]?ts$/.test(options.filename);
  if (
    isDeclarations ||
    program.body.length === 0 ||
    isFileIgnored(file) ||
    isInstrumented(program, unit.runtime) ||
    isInstrumentedBundle(options.code)
  ) {
    return unchanged;
  }
  unit.builtins = options.builtins?.(file) ?? null;
  programRule(program, new Walk(unit, unit.imports ? WITH_IMPORTS : ENTRIES));
  const sites = unit.table.length;
  return { sites, changed: sites > 0, warnings: unit.warnings };
}
