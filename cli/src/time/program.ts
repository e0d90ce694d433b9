import type { Snippet } from './snippet.ts';

/** The function that runs a snippet once; a name that no code of a user has. */
export const RUN = '$tsprof_run';

/** The module that a child runs: setup and snippets, each a function of its own. */
export interface Program {
  readonly text: string;
  /** The line on which the code of each snippet begins, from 1; 0 for files. That of the setup begins on the first. */
  readonly lines: readonly number[];
}

/** What the module exports for each snippet, in their order. */
export interface SnippetCode {
  /** Runs it once; null for a file, whose default export does it. */
  readonly run: (() => unknown) | null;
  /** Makes the inner loop around what runs it once: one that is compiled for this snippet alone. */
  readonly loopOf: (run: () => unknown, isAsync: boolean) => Loop;
}

/** Runs a snippet so often, and returns the last value: what is not read may not be computed at all. */
export type Loop = (times: number) => unknown;

/** Writes the module. The setup comes first, so that its lines keep their numbers. */
export function programOf(setup: string, snippets: readonly Snippet[]): Program {
  let text = `${setup}\nexport default [\n`;
  const lines = snippets.map((snippet) => {
    const [head, tail] = textOf(snippet);
    text += head;
    const line = text.split('\n').length;
    text += `${snippet.body}\n${tail}`;
    // An expression stands on a line of its own, behind that of `return`.
    return snippet.file === null ? line + (snippet.body.startsWith('return (\n') ? 1 : 0) : 0;
  });
  return { text: `${text}];\n`, lines };
}

/** What stands before and after the body of a snippet. */
function textOf({ file, isAsync }: Snippet): readonly [head: string, tail: string] {
  if (file !== null) return [`{ run: null, loopOf: ${LOOP_OF} },\n`, ''];
  return [`{ run: ${isAsync ? 'async ' : ''}function ${RUN}() {\n`, `}, loopOf: ${LOOP_OF} },\n`];
}

/** Text, and no function of this file: each snippet has its own copy, of which the engine learns that snippet only. */
const LOOP_OF = `(run, isAsync) => isAsync
  ? async (times) => { let kept; for (let at = 0; at < times; at++) kept = await run(); return kept; }
  : (times) => { let kept; for (let at = 0; at < times; at++) kept = run(); return kept; }`;
