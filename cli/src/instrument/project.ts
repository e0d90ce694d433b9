import { dirname } from 'node:path';
import { ts } from 'ts-morph';
import { TsprofError } from '@tsprof/report/command-line/errors';

/** What `tsprof-instrument` wants to know of a TypeScript project. */
export interface Project {
  /** The tsconfig file, as an absolute path. */
  readonly tsconfig: string;
  /** Absolute paths of the source files that belong to it, with `/`. */
  readonly files: ReadonlySet<string>;
  /** The files that its configuration consists of, and places where one might have been: absolute paths. */
  readonly configuration: ReadonlySet<string>;
}

/** Reads a project by its tsconfig (absolute path). What is wrong with that is a TsprofError with file and place. */
export function readProject(tsconfig: string): Project {
  const configuration = new Set<string>();
  const host = watchedHost(configuration);
  const source = ts.readJsonConfigFile(tsconfig, (path) => host.readFile(path)) as ConfigSource;
  const [syntaxError] = source.parseDiagnostics;
  if (syntaxError !== undefined) throw tsconfigError(tsconfig, syntaxError);
  const read = ts.parseJsonSourceFileConfigFileContent(source, host, dirname(tsconfig), undefined, tsconfig);
  const problem = read.errors.find(isFatal);
  if (problem !== undefined) throw tsconfigError(tsconfig, problem);
  return { tsconfig, files: new Set(read.fileNames), configuration };
}

/** The file system, with all paths noted at which a file is asked for. */
function watchedHost(paths: Set<string>): ts.ParseConfigHost {
  const noting =
    <T>(ask: (path: string) => T) =>
    (path: string): T => {
      paths.add(path);
      return ask(path);
    };
  return { ...ts.sys, readFile: noting(ts.sys.readFile), fileExists: noting(ts.sys.fileExists) };
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
