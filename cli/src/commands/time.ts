import { Option } from 'commander';
import type { Command } from 'commander';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { TimeOptions } from '../time/compare.ts';

/** Adds `tsprof time`, which compares how long snippets take, and says why. */
export function timeCommand(program: Command, process: CliProcess): void {
  program
    .command('time')
    .summary('compare how long snippets take, and why')
    .description(
      'Measures snippets side by side, says which differences are real, and what each snippet calls. A snippet is an expression or ' +
        'statements, JavaScript or TypeScript, with await or without; or a file, whose default export is called.',
    )
    .argument('<snippets...>', 'code, or names of files')
    .option('--setup <code>', 'runs once before; the snippets see what it declares and imports', '')
    .option('--time <ms>', 'how long each snippet is measured', '1000')
    .option('--json', 'print JSON')
    .option('--no-why', 'do not look into what the snippets call')
    .addOption(nodeOption())
    .action((codes: readonly string[], options: TimeOptions) => run(codes, options, process));
}

function nodeOption(): Option {
  return new Option(
    '--node-option <option>',
    'an option for the Node that runs the snippets; may be repeated',
  )
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], 'none');
}

/** Built apart from the other commands: what it shares with them would be in files of its own, which they would have to load. */
const BUILT = new URL('time/compare.js', import.meta.url).href;

async function run(codes: readonly string[], options: TimeOptions, process: CliProcess): Promise<void> {
  const { compare } = (await import(BUILT)) as typeof import('../time/compare.ts');
  await compare(codes, options, process);
}
