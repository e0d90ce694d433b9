import { printableLines } from '@tsprof/runtime/profile';
import type { CliOutput, CliProcess } from './process.ts';

/**
 * The process with streams that let nothing through which a terminal would obey: sources, profiles, names of files and
 * what libraries say of them may have anything in it. Whatever a command prints goes through here.
 */
export function withSafeOutput(process: CliProcess): CliProcess {
  return {
    argv: process.argv,
    env: process.env,
    stdout: safeOutput(process.stdout),
    stderr: safeOutput(process.stderr),
    cwd: () => process.cwd(),
    get exitCode() {
      return process.exitCode;
    },
    set exitCode(code) {
      process.exitCode = code;
    },
  };
}

function safeOutput(output: CliOutput): CliOutput {
  return {
    raw: output,
    write: (text, done) => output.write(printableLines(text), done),
    get isTTY() {
      return output.isTTY === true;
    },
    // Terminals change their widths.
    get columns() {
      return output.columns;
    },
    on: (event, listener) => output.on?.(event, listener),
  };
}
