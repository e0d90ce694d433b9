import { dirname } from 'node:path';
import { ts } from 'ts-morph';
import { TsprofError } from './errors.ts';

/** What `tsprof-instrument` wants to know of a TypeScript project. */
export interface Project {
  /** The tsconfig file, as an absolute path. */
  readonly tsconfig: string;
  /** Absolute paths of the source files that belong to it, with `/`. */
  readonly files: ReadonlySet<string>;
}

/** The nearest tsconfig.json from a directory upwards; undefined when there is none. */
export function findTsconfig(directory: string): string | undefined {
  return ts.findConfigFile(directory, ts.sys.fileExists);
}

/** Reads a project by its tsconfig (absolute path). What is wrong with that is a TsprofError with file and place. */
export function readProject(tsconfig: string): Project {
  const source = ts.readJsonConfigFile(tsconfig, ts.sys.readFile) as ConfigSource;
  const [syntaxError] = source.parseDiagnostics;
  if (syntaxError !== undefined) throw tsconfigError(tsconfig, syntaxError);
  const read = ts.parseJsonSourceFileConfigFileContent(
    source,
    ts.sys,
    dirname(tsconfig),
    undefined,
    tsconfig,
  );
  const problem = read.errors.find(isFatal);
  if (problem !== undefined) throw tsconfigError(tsconfig, problem);
  return { tsconfig, files: new Set(read.fileNames) };
}

/** What the parser found wrong stands in every source file; TypeScript's types are silent about it. */
type ConfigSource = ts.TsConfigSourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };

/** TypeScript's number for "No inputs were found", which is no error in a tree of plain JavaScript. */
const NO_INPUTS = [18002, 18003];

function isFatal({ category, code }: ts.Diagnostic): boolean {
  return category === ts.DiagnosticCategory.Error && !NO_INPUTS.includes(code);
}

function tsconfigError(tsconfig: string, { file, start, messageText }: ts.Diagnostic): TsprofError {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined || start === undefined) return new TsprofError(`${tsconfig}: ${message}`);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return new TsprofError(`${file.fileName}:${line + 1}:${character + 1}: ${message}`);
}
