import { readFileSync } from 'node:fs';
import { codeFrameColumns } from '@babel/code-frame';
import { systemReason } from '../errors.ts';
import { profileName } from '../loader/select.ts';
import { SourceError } from '../transform.ts';
import { copyFile, replaceFile } from './outputs.ts';
import { instrumentFile } from './source-file.ts';
import type { FileOptions, InstrumentedFile } from './source-file.ts';
import type { TreeFile } from './tree.ts';

/** Writes the copy of a tree file by file, and goes on whatever happens to one of them. */
export class TreeWriter {
  instrumented = 0;
  sites = 0;
  copied = 0;
  failed = 0;
  /** For the user: a line each, the ones on syntax errors with a code frame below. */
  readonly messages: string[] = [];
  readonly #options: FileOptions;
  readonly #maps = new Set<string>();

  constructor(options: FileOptions) {
    this.#options = options;
  }

  /** Writes the instrumented copy of a source file and its map; of a file that does not parse, a plain copy. */
  writeSource(file: TreeFile): void {
    this.#guard(file, () => {
      const text = readFileSync(file.input, 'utf8');
      const outcome = this.#instrument(file, text);
      if (outcome?.changed !== true) return this.#copy(file);
      replaceFile(`${file.output}.map`, `${JSON.stringify(outcome.map)}\n`, file.input);
      replaceFile(file.output, outcome.code, file.input);
      this.#maps.add(`${file.output}.map`);
      this.instrumented++;
      this.sites += outcome.sites;
    });
  }

  /** Copies any other file; to be called when all sources are written. */
  writeOther(file: TreeFile): void {
    // The map of an instrumented source: the one that lies there now leads through it already.
    if (this.#maps.has(file.output)) return;
    this.#guard(file, () => this.#copy(file));
  }

  #copy(file: TreeFile): void {
    copyFile(file);
    this.copied++;
  }

  #instrument(file: TreeFile, text: string): InstrumentedFile | undefined {
    const name = profileName(file.input, this.#options.cwd);
    try {
      const outcome = instrumentFile(file, text, this.#options);
      for (const { message, line, column } of outcome.warnings) {
        this.messages.push(`${name}:${line}:${column + 1}: warning: ${message}\n`);
      }
      return outcome;
    } catch (error) {
      this.failed++;
      this.messages.push(instrumentingFailed(name, text, error));
      return undefined;
    }
  }

  #guard(file: TreeFile, write: () => void): void {
    try {
      write();
    } catch (error) {
      this.failed++;
      const name = profileName(file.output, this.#options.cwd);
      this.messages.push(`cannot write ${name}: ${systemReason(error)}\n`);
    }
  }
}

function instrumentingFailed(name: string, text: string, error: unknown): string {
  if (!(error instanceof SourceError)) {
    return `${name}: cannot be instrumented and was copied as it is: ${systemReason(error)}\n`;
  }
  const { line, column, message } = error;
  const place = `${name}:${line}:${column + 1}: ${message}\n`;
  if (line === 0) return place;
  return `${place}${codeFrameColumns(text, { start: { line, column: column + 1 } })}\n`;
}
