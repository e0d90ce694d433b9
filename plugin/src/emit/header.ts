import type * as t from '@babel/types';
import { packNames, packSpots, packSuspensions } from '../packed-table.ts';
import type { Table } from '../table.ts';
import type { Unit } from '../unit.ts';
import {
  assign,
  block,
  call,
  divided,
  id,
  minus,
  numberType,
  or,
  returned,
  sequence,
  signed,
  statement,
  str,
  variable,
} from './nodes.ts';
import { passFunction } from './builtins.ts';
import { ALIASES, moduleOf, ownName, probe, registerNow, type ProbeName } from './probes.ts';

/**
 * `const T = beginModule(B)`, of `G()` where someone may have come before the body; scripts, whose names are global, may
 * run twice: `var T = beginModule(B)`.
 */
export const beginModule = (unit: Unit): t.Statement =>
  variable(unit.format === 'script' ? 'var' : 'const', [
    ownName(unit, 'T'),
    call(probe(unit, 'beginModule'), [unit.isEarly ? registerNow(unit) : ownName(unit, 'B')]),
  ]);

/** `G();` for a module whose body gets no probes. */
export const registration = (unit: Unit): t.Statement[] =>
  unit.isEarly ? [statement(registerNow(unit))] : [];

/** `endModule(T)`; in scripts a declaration, which leaves the script's completion value alone. */
export function endModule(unit: Unit): t.Statement {
  const value = call(probe(unit, 'endModule'), [ownName(unit, 'T')]);
  return unit.format === 'script' ? variable('var', [ownName(unit, 'T'), value]) : statement(value);
}

/** What a file does before all else: get its probes, register its sites. Emitted last, when both are known. */
export function header(unit: Unit, canRequire: boolean): t.Statement[] {
  const registered = registerAll(unit);
  const first = ownName(unit, 'B');
  if (unit.format === 'module') {
    return [
      ...importProbes(unit),
      ...passFunctions(unit),
      ...(unit.isEarly ? registerOnce(unit, registered) : [variable('var', [first, registered])]),
    ];
  }
  const kept = unit.format === 'script' ? or(ownName(unit, 'B'), registered) : registered;
  return [variable('var', ...destructuredProbes(unit, canRequire), [first, kept]), ...passFunctions(unit)];
}

const passFunctions = (unit: Unit): t.Statement[] => (unit.builtinSites.size > 0 ? [passFunction(unit)] : []);

/**
 * `register(file, names, spots, suspensions)`, without the last where there are none. Where sites are of several files, a call for each run of them, which get numbers in a
 * row: `(B = register(…), B += register(…), B = (B - 7) / 2)`. The sum of first numbers says whether there was room for
 * all of them: else it is infinite, as the number of a table is for which there is no room.
 */
function registerAll(unit: Unit): t.Expression {
  const [first, ...others] = runsByFile(unit.table).map((run) => registerCall(unit, run));
  if (others.length === 0) return first!.call;
  const base = (): t.Identifier => ownName(unit, 'B');
  const before = others.reduce((sum, { start }) => sum + start, 0);
  return sequence([
    assign(base(), first!.call),
    ...others.map((other) => assign(base(), other.call, '+=')),
    assign(base(), divided(minus(base(), before), others.length + 1)),
  ]);
}

interface Run {
  /** The index of its first site. */
  readonly start: number;
  readonly sites: Table;
}

/** The table cut where the file changes. */
function runsByFile(table: Table): Run[] {
  const isFirst = (site: number): boolean => table[site]?.file !== table[site - 1]?.file;
  const starts = [...table.keys()].filter(isFirst);
  return starts.map((start, index) => ({ start, sites: table.slice(start, starts[index + 1]) }));
}

function registerCall(unit: Unit, { start, sites }: Run): { start: number; call: t.Expression } {
  const numbers = (list: number[]): t.Expression => ({ type: 'ArrayExpression', elements: list.map(signed) });
  const table = [str(sites[0]!.file), str(packNames(sites)), numbers(packSpots(sites))];
  const suspensions = packSuspensions(sites);
  if (suspensions.length > 0) table.push(numbers(suspensions));
  return { start, call: call(probe(unit, 'register'), table) };
}

/** The probes in use, in an order that does not depend on where they are used. */
const usedProbes = (unit: Unit): ProbeName[] =>
  (Object.keys(ALIASES) as ProbeName[]).filter((name) => unit.used.has(name));

/** The same by the module that they come from. */
function probesByModule(unit: Unit): [module: string, names: ProbeName[]][] {
  const modules = new Map<string, ProbeName[]>();
  for (const name of usedProbes(unit)) {
    const module = moduleOf(unit, name);
    modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  return [...modules];
}

/** `import { enter as _e, … } from '@tsprof/runtime/probes'` */
const importProbes = (unit: Unit): t.ImportDeclaration[] =>
  probesByModule(unit).map(([module, names]) => ({
    type: 'ImportDeclaration',
    specifiers: names.map((name) => ({
      type: 'ImportSpecifier',
      imported: id(name),
      local: probe(unit, name),
    })),
    source: str(module),
  }));

/** `var B; function G() { return B = B || register(…) }`: in a cyclic import it is needed before the body runs. */
function registerOnce(unit: Unit, registered: t.Expression): t.Statement[] {
  const first = ownName(unit, 'B');
  const once: t.FunctionDeclaration = {
    type: 'FunctionDeclaration',
    id: ownName(unit, 'G'),
    params: [],
    body: block([returned(assign(ownName(unit, 'B'), or(ownName(unit, 'B'), registered)))]),
    generator: false,
    async: false,
  };
  if (!unit.typescript) return [variable('var', [first, null]), once];
  const typed = variable('var', [{ ...first, typeAnnotation: numberType() }, null]);
  typed.declarations[0]!.definite = true;
  return [typed, once];
}

/** `{ enter: _e, … } = require('@tsprof/runtime/probes')`, or of the realm's probes where nothing can be required. */
function destructuredProbes(unit: Unit, canRequire: boolean): [t.ObjectPattern, t.Expression][] {
  if (!canRequire) return [[probesPattern(unit, usedProbes(unit)), realmProbes()]];
  return probesByModule(unit).map(([module, names]) => [
    probesPattern(unit, names),
    call(id('require'), [str(module)]),
  ]);
}

/** `{ enter: _e, … }` */
const probesPattern = (unit: Unit, names: readonly ProbeName[]): t.ObjectPattern => ({
  type: 'ObjectPattern',
  properties: names.map((name) => ({
    type: 'ObjectProperty',
    key: id(name),
    value: probe(unit, name),
    computed: false,
    shorthand: false,
  })),
});

/** `globalThis[Symbol.for('tsprof.realm')].probes` */
function realmProbes(): t.MemberExpression {
  const member = (object: t.Expression, property: t.Expression, computed: boolean): t.MemberExpression => ({
    type: 'MemberExpression',
    object,
    property,
    computed,
  });
  const key = call(member(id('Symbol'), id('for'), false), [str('tsprof.realm')]);
  return member(member(id('globalThis'), key, true), id('probes'), false);
}
