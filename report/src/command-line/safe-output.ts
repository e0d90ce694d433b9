import { printableLines } from '@tsprof/runtime/profile';
import { COLOUR_SEQUENCE, inColour, paintFor } from './colours.ts';
import type { CliOutput, CliProcess } from './process.ts';

/**
 * The process with streams that let nothing through which a terminal would obey, but for our few colours where it has any:
 * sources, profiles, names of files and what libraries say of them may have anything in it. Whatever a command prints
 * goes through here.
 */
export function withSafeOutput(process: CliProcess): CliProcess {
  return {
    argv: process.argv,
    env: process.env,
    // Only looked at where something is to be read from it: Node opens it then.
    get stdin() {
      return process.stdin;
    },
    stdout: safeOutput(process.stdout, process.env),
    stderr: safeOutput(process.stderr, process.env),
    cwd: () => process.cwd(),
    get exitCode() {
      return process.exitCode;
    },
    set exitCode(code) {
      process.exitCode = code;
    },
  };
}

function safeOutput(output: CliOutput, env: CliProcess['env']): CliOutput {
  const safe = paintFor(output, env) === inColour ? printableInColour : printableLines;
  return {
    raw: output,
    // Bytes are of a file that is no text; commands write none to a terminal.
    write: (text, done) => output.write(typeof text === 'string' ? safe(text) : text, done),
    get isTTY() {
      return output.isTTY === true;
    },
    // Terminals change their sizes.
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
    on: (event, listener) => output.on?.(event, listener),
  };
}

function printableInColour(text: string): string {
  const parts = text.split(COLOUR_SEQUENCE);
  return parts.map((part, at) => (at % 2 === 1 ? part : printableLines(part))).join('');
}
