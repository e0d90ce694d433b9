import { relativePath, resolvePath } from '@tsprof/runtime/profile';
import { violationText, type Violation } from './conditions.ts';

/**
 * A violation as a workflow command of GitHub, which shows it in the pull request beside the function. Files are told of relative to
 * `workspace`, where the repository is; those elsewhere have no place there. `directory`: what the report's files are relative to.
 */
export function annotation(violation: Violation, directory: string | null, workspace: string): string {
  const { condition, function: changed } = violation;
  const { file, line, column } = changed.place;
  const path = file === '' ? '' : relativePath(workspace, resolvePath(directory, file));
  const isInside = path !== '' && !path.startsWith('../') && !/^([a-z][a-z\d+.-]*:|\/)/i.test(path);
  const place = isInside ? { file: path, line: String(line), col: String(column + 1) } : {};
  const properties = Object.entries({ ...place, title: `tsprof: ${condition.text}` })
    .map(([name, value]) => `${name}=${property(value)}`)
    .join(',');
  return `::warning ${properties}::${message(violationText(violation))}\n`;
}

/** What would end a command, or be taken for an escape. */
const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** What would end a property as well. */
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
