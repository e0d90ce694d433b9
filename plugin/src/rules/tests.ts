import type * as t from '@babel/types';
import { capped, sourceOf } from '../names.ts';
import type { Call } from '../wrappers.ts';

/** What test frameworks call blocks of tests, and single tests. */
const BLOCKS = new Set([
  ...['describe', 'fdescribe', 'xdescribe', 'suite', 'context'],
  ...['test', 'it', 'fit', 'xit', 'xtest', 'specify', 'bench'],
]);

/** What moves the call, and so the function given to it, above the imports of the file: our own, too. */
const HOISTED = new Set(['mock', 'unmock', 'doMock', 'hoisted', 'setMock', 'unstable_mockModule']);
const MOCKERS = new Set(['jest', 'vi', 'vitest']);

/**
 * What replaces a module runs before our imports do: `jest.mock(…)`, `vi.hoisted(…)`; also in chains:
 * `jest.mock(…).mock(…)`.
 */
export function isMock(callee: t.Node): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  if (!HOISTED.has(callee.property.name)) return false;
  const { object } = callee;
  if (object.type === 'CallExpression') return isMock(object.callee);
  return object.type === 'Identifier' && MOCKERS.has(object.name);
}

/**
 * The name of a test's or block's callback, whatever is between: `test("adds")` of `test.only('adds', …)` and
 * `test.each([…])('adds', …)`; '' for other calls.
 */
export function testName({ callee, arguments: [title, ...rest] }: Call, code: string): string {
  const block = blockOf(callee);
  if (title === undefined || !BLOCKS.has(block) || !rest.some(isFunction)) return '';
  return `${block}(${titleOf(title, code)})`;
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

/** Titles that are code are shown as it is written. */
const titleOf = (title: t.Node, code: string): string =>
  title.type === 'StringLiteral' ? JSON.stringify(capped(title.value)) : sourceOf(title, code);
