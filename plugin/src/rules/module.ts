import type * as t from '@babel/types';
import { declaredNames } from '../bindings.ts';
import { tryFinally } from '../emit/nodes.ts';
import { depthVariable, withCalls } from '../emit/builtins.ts';
import { beginModule, endModule, header, registration } from '../emit/header.ts';
import { enter, leave, siteNumber } from '../emit/probes.ts';
import { foresee } from '../foresee.ts';
import { createFrame, type Frame } from '../frame.ts';
import { addSite, KIND } from '../table.ts';
import { siteFor, warn, type Unit } from '../unit.ts';
import type { Walk } from '../walk.ts';
import { markModule, toldLines } from './lines.ts';
import { arrange } from './body.ts';

/** What Node passes to a CommonJS module's body. */
const COMMONJS_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** The body of a file: the first site of its table. */
export function programRule(program: t.Program, walk: Walk): void {
  const { unit } = walk;
  const place: t.Node = { type: 'Noop', loc: null };
  const site = siteFor(unit, KIND.module, { path: '' }, place, program, false);
  if (site !== null) addSite(unit.table, site);
  if (unit.format === 'module') collectHoisted(program, walk);
  const obstacle = foresee(program.body).unknown;
  if (obstacle)
    warn(unit, obstacle, `${obstacle.type} is not known to tsprof; the module's body is not profiled`);
  const bare = obstacle !== null || site === null;
  const frame = createFrame({
    parent: null,
    path: '',
    site,
    bare: false,
    token: !bare && unit.format === 'module',
    // A script that throws never says that it has ended: what it calls would not have, either.
    counts: !bare && unit.builtins !== null && unit.format !== 'script',
  });
  walk.inside(frame, () => {
    if (!bare) markModule(program, walk);
    walk.visitAll(program.body, '');
  });
  if (unit.table.length === 0) return;
  addBuiltins(unit);
  if (site !== null)
    unit.table[0] = { ...unit.table[0]!, suspensions: frame.places, lines: toldLines(frame) };
  const pragmas = takePragmas(program.body[0]!);
  const probed = bare ? bareBody(program, walk) : probedBody(program, walk, frame);
  const canRequire = unit.format === 'commonjs' && !declaresRequire(program, frame);
  program.body = [...header(unit, canRequire), ...probed];
  if (pragmas.length > 0) program.body[0]!.leadingComments = pragmas;
}

/** Function declarations at the top of a module exist before its body runs. */
function collectHoisted(program: t.Program, walk: Walk): void {
  for (const statement of program.body) {
    const exported = 'declaration' in statement ? statement.declaration : null;
    const node = exported ?? statement;
    if (typeof node === 'object' && node.type === 'FunctionDeclaration') walk.hoisted.add(node);
  }
}

/** Only CommonJS bodies can stand in a try block; modules and scripts say where they begin and end. */
function probedBody(program: t.Program, walk: Walk, frame: Frame): t.Statement[] {
  const { unit } = walk;
  if (unit.format !== 'commonjs') {
    const declared = frame.calls > 0 ? [depthVariable(unit)] : [];
    return [beginModule(unit), ...declared, ...program.body, endModule(unit)];
  }
  const { before, inside } = arrange(program.body, frame, COMMONJS_PARAMETERS, false);
  const body = withCalls(unit, frame, tryFinally(inside, leave(unit)));
  return [...before, enter(unit, siteNumber(unit, 0, false)), ...body];
}

/** Sites of the functions without probes that are called: they are in no file. */
function addBuiltins({ table, builtinSites }: Unit): void {
  for (const [path, uses] of builtinSites) {
    const site = addSite(table, { file: '', form: KIND.function, path, line: 0, column: 0 });
    for (const use of uses) use.value = site;
  }
}

/** The body itself gets no probes, but the functions in it do. */
const bareBody = ({ body }: t.Program, { unit }: Walk): t.Statement[] =>
  unit.format === 'module' ? [...registration(unit), ...body] : body;

/** A file's own `require` (in bundles of other module systems) is not Node's. */
function declaresRequire(program: t.Program, frame: Frame): boolean {
  const isLexical = (node: t.Statement): boolean =>
    (node.type === 'ClassDeclaration' && node.id?.name === 'require') ||
    (node.type === 'VariableDeclaration' && node.kind !== 'var' && declaredNames(node).includes('require'));
  return frame.functions.includes('require') || program.body.some(isLexical);
}

/** Comments that speak to tools, or about the whole file, and count only at its top. */
const PRAGMA = /^!|^\/\s*<|@(ts-(no)?check|flow|jsx|license|preserve|copyright|file|overview)/i;

/** Takes such comments off the first statement. */
function takePragmas(first: t.Statement): t.Comment[] {
  const comments = first.leadingComments ?? [];
  const pragmas = comments.filter(({ value }) => PRAGMA.test(value.trim()));
  if (pragmas.length > 0) first.leadingComments = comments.filter((comment) => !pragmas.includes(comment));
  return pragmas;
}
