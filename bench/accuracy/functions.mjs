// Which function a place in a source file belongs to: V8 names functions by where their parameters begin, tsprof by
// where they begin themselves.
import { createRequire } from 'node:module';
import { parse } from '@babel/parser';

// Babel has no ES module of it that names its exports.
const { VISITOR_KEYS, isFunction } = createRequire(import.meta.url)('@babel/types');

/**
 * A function that finds, for a line and column (both 0-based) of `code`, the innermost function there, as
 * `line:column` of its beginning, the line 1-based as editors show it; `module` outside of all.
 */
export function functionFinder(code) {
  const { program } = parse(code, { sourceType: 'unambiguous' });
  const starts = [
    0,
    ...Array.from(code.matchAll(/\r\n|[\n\r\u2028\u2029]/g), (end) => end.index + end[0].length),
  ];
  const outermost = { name: 'module', inner: functionsWithin(program) };
  return (line, column) => innermost(outermost, starts[line] + column);
}

function innermost({ name, inner }, offset) {
  const next = inner.find(({ start, end }) => start <= offset && offset < end);
  return next === undefined ? name : innermost(next, offset);
}

/** The functions within a node that are in no other function there, with those within them. */
function functionsWithin(node) {
  return childrenOf(node).flatMap((child) => {
    const inner = functionsWithin(child);
    if (!isFunction(child)) return inner;
    const { start, end, loc } = child;
    return [{ name: `${loc.start.line}:${loc.start.column}`, start, end, inner }];
  });
}

function childrenOf(node) {
  return VISITOR_KEYS[node.type].flatMap((key) => node[key] ?? []).filter((child) => child !== null);
}
