import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import util from 'node:util';

/** What Node 20.12 and later have; its types are older. */
const { parseEnv } = util as { parseEnv?: (text: string) => NodeJS.Dict<string> };

const OPTION = /^--env-file(?:-if-exists)?(?:=(.*))?$/s;

/**
 * The NODE_OPTIONS that a Node with these arguments reads from the files of its `--env-file`, where its environment has none;
 * it would not look there any more once the environment has ours. Undefined where there are none. `cwd`: where it is started, by
 * default where this process is, which need not be anywhere that can be named.
 */
export function optionsOfFiles(args: readonly string[], cwd = ''): string | undefined {
  return envFiles(args)
    .map((file) => optionsIn(isAbsolute(file) ? file : join(cwd, file)))
    .findLast((options) => options !== undefined);
}

/** Options end where the script begins. */
function envFiles(args: readonly string[]): string[] {
  const files: string[] = [];
  for (let at = 0; args[at]?.startsWith('-') === true; at++) {
    const found = OPTION.exec(args[at]!);
    if (found !== null) files.push(found[1] ?? args[++at] ?? '');
  }
  return files;
}

/** A file that cannot be read is Node's to complain about. */
function optionsIn(file: string): string | undefined {
  try {
    return parseEnv?.(readFileSync(file, 'utf8'))['NODE_OPTIONS'];
  } catch {
    return undefined;
  }
}
