import { readFileSync } from 'node:fs';
import { codeFrame } from '../sources/code-frame.ts';
import { systemReason } from '@tsprof/report/command-line/errors';
import { profileName } from '../sources/select.ts';
import { SourceError } from 'babel-plugin-tsprof/source';
import { COPIED } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { copyFile, writeLike } from './outputs.ts';
import { instrumentFile } from './source-file.ts';
import type { FileOptions, InstrumentedFile } from './source-file.ts';
import type { TreeFile } from './tree.ts';
import { guarded } from './write-other.ts';

/** Writes the instrumented copy of a source file and its map; of a file that does not parse, a plain copy. */
export function writeSource(file: TreeFile, options: FileOptions): Outcome {
  return guarded(file, options.cwd, () => {
    const text = readFileSync(file.input, 'utf8');
    const name = profileName(file.input, options.cwd);
    const made = instrumentOr(() => instrumentFile(file, text, options), name, text);
    if (typeof made !== 'string' && made.changed) return writeCopy(file, name, made);
    copyFile(file);
    return typeof made === 'string'
      ? { ...COPIED, failed: 1, messages: [made] }
      : { ...COPIED, ...rest(name, made) };
  });
}

function writeCopy(file: TreeFile, name: string, made: InstrumentedFile): Outcome {
  writeLike(`${file.output}.map`, made.map, file.input);
  writeLike(file.output, made.code, file.input);
  return { instrumented: 1, sites: made.sites, copied: 0, failed: 0, ...rest(name, made) };
}

function rest(name: string, { warnings, reads }: InstrumentedFile): Pick<Outcome, 'messages' | 'reads'> {
  return {
    messages: warnings.map(
      ({ message, line, column }) => `${name}:${line}:${column + 1}: warning: ${message}\n`,
    ),
    reads,
  };
}

/** The instrumented file, or what to tell the user. */
function instrumentOr(
  instrument: () => InstrumentedFile,
  name: string,
  text: string,
): InstrumentedFile | string {
  try {
    return instrument();
  } catch (error) {
    return instrumentingFailed(name, text, error);
  }
}

function instrumentingFailed(name: string, text: string, error: unknown): string {
  if (!(error instanceof SourceError)) {
    return `${name}: cannot be instrumented and was copied as it is: ${systemReason(error)}\n`;
  }
  const { line, column, message } = error;
  const place = `${name}:${line}:${column + 1}: ${message}\n`;
  if (line === 0) return place;
  return `${place}${codeFrame(text, line, column)}\n`;
}
