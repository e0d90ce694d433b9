import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parse } from '@babel/parser';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';
import { loweringError } from '../loader/syntax-error.ts';
import { lowerToJavaScript } from '../sources/typescript.ts';

/** The program of the snippets, absolute paths. */
export interface ProgramFiles {
  /** As the user wrote it, JavaScript or TypeScript: for tsprof's loader. */
  readonly source: string;
  /** The same in JavaScript: for Node alone. */
  readonly plain: string;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Has the program of the snippets in files of the working directory while `use` runs, as what they import is to be found from
 * there. Signals that end this process remove them, too.
 */
export async function withProgramFiles<T>(
  text: string,
  cwd: string,
  use: (files: ProgramFiles) => Promise<T>,
): Promise<T> {
  const name = join(cwd, `.tsprof-time-${process.pid}`);
  const files: ProgramFiles = { source: `${name}.mts`, plain: `${name}.mjs` };
  const stop = removeOnSignals(files);
  try {
    write(files.plain, inJavaScript(text));
    write(files.source, text);
    return await use(files);
  } finally {
    stop();
    remove(files);
  }
}

function removeOnSignals(files: ProgramFiles): () => void {
  const stop = (): void => {
    for (const name of SIGNALS) process.removeListener(name, end);
  };
  const end = (signal: NodeJS.Signals): void => {
    remove(files);
    stop();
    process.kill(process.pid, signal);
  };
  for (const name of SIGNALS) process.on(name, end);
  return stop;
}

function remove({ source, plain }: ProgramFiles): void {
  for (const file of [source, plain]) rmSync(file, { force: true });
}

/** JavaScript stays as it is written. */
function inJavaScript(text: string): string {
  try {
    parse(text, { sourceType: 'module', plugins: ['explicitResourceManagement'] });
    return text;
  } catch {
    return lowered(text);
  }
}

function lowered(code: string): string {
  const file = { path: 'snippets.mts', tsconfig: {}, hasModuleSyntax: true } as const;
  try {
    return lowerToJavaScript({ code, language: 'ts', format: 'module', ...file }).code;
  } catch (error) {
    throw new TsprofError(`the snippets cannot be compiled: ${loweringError(error).message}`, {
      cause: error,
    });
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const remedy =
      'The snippets stand in the working directory while they run, as their imports begin there.';
    throw new TsprofError(`cannot write ${file}: ${systemReason(error)}`, { remedy, cause: error });
  }
}
