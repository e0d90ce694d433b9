import { readFileSync } from 'node:fs';
import type { Outcome } from './outcome.ts';
import { COPIED } from './outcome.ts';
import { writeLike } from './outputs.ts';
import type { TreeFile } from './tree.ts';
import { guarded } from './write-other.ts';
import { profileName, selectorOf } from '../sources/select.ts';
import type { FileSelection } from '../sources/select.ts';
import { instrumentHtml } from '../pages/instrument-html.ts';
import { placeIn } from '../pages/plan.ts';
import type { PagePlan } from '../pages/plan.ts';

/** Writes the copy of a page that loads the runtime. */
export function writeHtml(file: TreeFile, plan: PagePlan, selection: FileSelection, cwd: string): Outcome {
  return guarded(file, cwd, () => {
    const { text, encoding } = readText(file.input);
    const name = profileName(file.input, cwd);
    const place = placeIn(plan.root, file.output);
    const isSelected = selectorOf(selection)(file.input);
    const { warnings, sites, ...made } = instrumentHtml({ text, name, file: place, plan, isSelected });
    writeLike(file.output, Buffer.from(made.text, encoding), file.input);
    const messages = warnings.map(
      ({ message, line, column }) => `${name}:${line}:${column + 1}: warning: ${message}\n`,
    );
    return { ...COPIED, ...(sites > 0 && { copied: 0, instrumented: 1, sites }), messages };
  });
}

/** A page that is not in UTF-8 is taken byte by byte, as it must come out as it went in. */
function readText(path: string): { text: string; encoding: BufferEncoding } {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return { text, encoding: 'utf8' };
  return { text: bytes.toString('latin1'), encoding: 'latin1' };
}
