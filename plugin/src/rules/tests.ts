import type * as t from '@babel/types';
import type { Walk } from '../walk.ts';

/** What test frameworks call blocks of tests, single tests and what runs around them. */
const BLOCKS = new Set([
  ...['describe', 'fdescribe', 'xdescribe', 'suite', 'context'],
  ...['test', 'it', 'fit', 'xit', 'xtest', 'specify', 'bench'],
]);
const HOOKS = new Set([
  ...['beforeEach', 'afterEach', 'beforeAll', 'afterAll', 'before', 'after'],
  ...['setup', 'teardown', 'suiteSetup', 'suiteTeardown'],
]);

/** What moves the call, and so the function given to it, above the imports of the file: our own, too. */
const HOISTED = new Set(['mock', 'unmock', 'doMock', 'hoisted', 'setMock', 'unstable_mockModule']);
const MOCKERS = new Set(['jest', 'vi', 'vitest']);

/** Titles that are code are shown as it is written, unless that would be longer than a name should be. */
const LONGEST = 60;

/**
 * Calls of a test framework: a callback is called after its block, `describe("sums")/test("adds")`; what replaces a
 * module runs before our imports do, and stays bare. False: the call is something else.
 */
export function testCall(node: t.CallExpression, walk: Walk): boolean {
  if (isMock(node.callee)) {
    walk.leavingBare(() => walk.visitChildren(node));
    return true;
  }
  const name = blockName(node, walk.unit.code);
  if (name === '') return false;
  node.callee = walk.visit(node.callee, '');
  walk.visitAll(node.arguments, name);
  return true;
}

/** `jest.mock(…)`, `vi.hoisted(…)`; also in chains: `jest.mock(…).mock(…)`. */
function isMock(callee: t.Node): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  if (!HOISTED.has(callee.property.name)) return false;
  const { object } = callee;
  if (object.type === 'CallExpression') return isMock(object.callee);
  return object.type === 'Identifier' && MOCKERS.has(object.name);
}

/** `test("adds")`, `beforeEach`, or '' for other calls. */
function blockName({ callee, arguments: [title, ...rest] }: t.CallExpression, code: string): string {
  const block = blockOf(callee);
  if (title === undefined) return '';
  if (HOOKS.has(block)) return isFunction(title) && callee.type === 'Identifier' ? block : '';
  return BLOCKS.has(block) && rest.some(isFunction) ? `${block}(${titleOf(title, code)})` : '';
}

/** What `test`, `test.only`, `test.each([…])`, `` test.each`…` `` begin with. */
function blockOf(callee: t.Node): string {
  switch (callee.type) {
    case 'Identifier':
      return callee.name;
    case 'MemberExpression':
      return blockOf(callee.object);
    case 'CallExpression':
      return callee.callee.type === 'MemberExpression' ? blockOf(callee.callee) : '';
    case 'TaggedTemplateExpression':
      return blockOf(callee.tag);
    default:
      return '';
  }
}

const isFunction = ({ type }: t.Node): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression';

function titleOf(title: t.Node, code: string): string {
  if (title.type === 'StringLiteral') return JSON.stringify(title.value);
  const written = code.slice(title.start ?? 0, title.end ?? 0);
  return written === '' || written.length > LONGEST ? '…' : written;
}
