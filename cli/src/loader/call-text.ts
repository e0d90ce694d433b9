import { createRequire } from 'node:module';
import { EOL } from 'node:os';
import type { Node } from 'acorn';
import { inOwnWorld } from '../intrinsics.ts';

const OPTIONS = { ecmaVersion: 'latest' } as const;

let acorn: typeof import('acorn') | undefined;

type Span = Pick<Node, 'start' | 'end'>;

/**
 * The innermost call around an offset of the code, as Node's `assert` shows it: found by the parser that is in Node, in
 * the first expression that begins in the code and reaches so far. With types in it, which that parser does not know, a
 * call is what its parentheses enclose.
 */
export function callText(code: string, offset: number, hasTypes: boolean): string | undefined {
  acorn ??= inOwnWorld(() => createRequire(import.meta.url)('acorn') as typeof import('acorn'));
  const call = parsedCall(code, offset) ?? (hasTypes ? enclosedCall(code, offset) : undefined);
  return call === undefined ? undefined : shown(code.slice(call.start, call.end), call.start);
}

function parsedCall(code: string, offset: number): Span | undefined {
  for (const { start } of acorn!.tokenizer(code, OPTIONS)) {
    if (start > offset) return undefined;
    const call = callAround(code, start, offset);
    if (call !== undefined) return call;
  }
  return undefined;
}

function callAround(code: string, start: number, offset: number): Span | undefined {
  try {
    return innermostCall(acorn!.parseExpressionAt(code, start, OPTIONS), offset);
  } catch {
    return undefined;
  }
}

function enclosedCall(code: string, offset: number): Span | undefined {
  const start = code.slice(0, offset).search(/[\w$.]*$/);
  let depth = 0;
  for (const { type, end } of acorn!.tokenizer(code.slice(start), OPTIONS)) {
    if (type.label === '(') depth++;
    else if (type.label === ')' && --depth === 0) return { start, end: start + end };
  }
  return undefined;
}

function innermostCall(node: Node, offset: number): Node | undefined {
  if (node.start > offset || node.end < offset) return undefined;
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      const found = isNode(child) ? innermostCall(child, offset) : undefined;
      if (found !== undefined) return found;
    }
  }
  return node.type === 'CallExpression' ? node : undefined;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

/** Control characters but for tabs and ends of lines. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/g;

/** Lines after the first are moved to the left by as much as the first one is. */
function shown(text: string, indentation: number): string {
  const escaped = text.replace(CONTROL, escape);
  const [first, ...rest] = (EOL === '\r\n' ? escaped.replaceAll('\r\n', '\n') : escaped).split('\n');
  const margin = new RegExp(`^[ \\t]{0,${indentation}}`);
  return [first, ...rest.map((line) => `  ${line.replace(margin, '')}`)].join('\n');
}

const escape = (character: string): string =>
  character === '\b' ? '\\b' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
