import type * as t from '@babel/types';
import { isFileIgnored } from './ignore.ts';
import type { InstrumentOptions, Warning } from './instrument-options.ts';
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
import { createUnit } from './unit.ts';
import { createEntries, Walk, type Rules } from './walk.ts';

export type { InstrumentOptions, Warning } from './instrument-options.ts';
export type { Place, Site, SiteNode } from './table.ts';
export type { BuiltinCalls } from './builtins/calls.ts';

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
