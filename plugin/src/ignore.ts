import type * as t from '@babel/types';

const IGNORE = /^\s*tsprof ignore\s*$/;
const IGNORE_FILE = /^\s*tsprof ignore file\s*$/;

/** Whether a node has the comment `tsprof ignore` directly before it. */
export function isIgnored(node: t.Node): boolean {
  return node.leadingComments?.some((comment) => IGNORE.test(comment.value)) ?? false;
}

/** Whether the comment `tsprof ignore file` stands before a file's first statement or directive. */
export function isFileIgnored(file: t.File): boolean {
  const { body, directives } = file.program;
  const first = [directives[0], body[0]].filter((node) => node !== undefined);
  const start = Math.min(...first.map((node) => node.start ?? 0));
  const top = (file.comments ?? []).filter((comment) => (comment.start ?? 0) <= start);
  const attached = first.flatMap((node) => node.leadingComments ?? []);
  return [...top, ...attached].some((comment) => IGNORE_FILE.test(comment.value));
}
