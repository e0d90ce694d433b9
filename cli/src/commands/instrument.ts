import { resolve } from 'node:path';
import { PAGE_CLOCK_CHOICES } from '@tsprof/runtime/profile';
import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { Option } from 'commander';
import type { Command } from 'commander';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { Written } from '../instrument/outcomes.ts';
import { writeCopy } from '../instrument/write-copy.ts';
import {
  linesOption,
  selectionGlobs,
  selectionOptions,
  withLinesOfAll,
} from '../sources/selection-options.ts';

interface InstrumentOptions extends SelectionGlobs {
  readonly outDir?: string;
  readonly inPlace?: true;
  readonly tsconfig?: string;
  readonly runtime: string;
  readonly builtins?: true;
  readonly parents?: true;
  readonly promises?: true;
  /** Undefined: neither `--page` nor `--no-page`. */
  readonly page?: boolean;
  readonly post?: string;
  readonly clock?: string;
}

/** In front of the options stand Node and the script. */
const COMMAND_WORDS = 2;

/** Makes `program` the command `tsprof-instrument`, which writes instrumented copies of files and trees. */
export function instrumentCommand(program: Command, process: CliProcess): void {
  program
    .argument('<paths...>', 'files and directories; what is no source file is copied')
    .option('-d, --out-dir <dir>', 'where to write the copy')
    .option('--in-place', 'write over the files themselves')
    .option('--tsconfig <file>', 'the project of the TypeScript files (default: the nearest)')
    .option('--runtime <specifier>', 'the module of the probes', '@tsprof/runtime/probes')
    .option('--builtins', 'count and time calls of functions without probes: JSON.parse, fetch')
    .option('--parents', 'under Node, what runs later can hang below what has scheduled it')
    .option('--promises', 'under Node, promises that functions return can be followed until they settle')
    .option(
      '--page',
      'the tree runs in browsers as it is: put the runtime there (default: if it looks like that)',
    )
    .option('--no-page', 'it does not, whatever it looks like')
    .option('--post <url>', 'where pages send their profiles')
    .addOption(new Option('--clock <clock>', 'the clock of pages').choices(PAGE_CLOCK_CHOICES));
  for (const option of [...selectionOptions(), linesOption()]) program.addOption(option);
  process.argv = withLinesOfAll(program, process, COMMAND_WORDS);
  program.action((paths: readonly string[], options: InstrumentOptions) =>
    instrumentTree(paths, options, process),
  );
}

async function instrumentTree(
  paths: readonly string[],
  options: InstrumentOptions,
  process: CliProcess,
): Promise<void> {
  const { post, clock, tsconfig, runtime, page, builtins = false, parents = false } = options;
  const { promises = false } = options;
  const outDir = outDirectory(options, process.cwd());
  const globs = selectionGlobs(options);
  const settings = { post, clock };
  const written = await writeCopy(
    { paths, outDir, globs, tsconfig, runtime, builtins, parents, promises, page, settings },
    process,
  );
  for (const message of written.messages) process.stderr.write(`tsprof-instrument: ${message}`);
  process.stderr.write(`tsprof-instrument: ${summary(written)}\n`);
  if (written.failed > 0) process.exitCode = EXIT_FAILED;
}

/** Null: in place. */
function outDirectory({ outDir, inPlace }: InstrumentOptions, cwd: string): string | null {
  if ((outDir === undefined) === (inPlace === undefined)) {
    const found = outDir === undefined ? 'neither is given' : 'both are given';
    throw new TsprofError(`either --out-dir or --in-place must say where to write, but ${found}`);
  }
  return outDir === undefined ? null : resolve(cwd, outDir);
}

function summary({ instrumented, sites, copied, untouched, failed }: Written): string {
  const parts = [
    `${counted(instrumented, 'file')} instrumented (${counted(sites, 'site')})`,
    `${copied} copied`,
  ];
  if (untouched > 0) parts.push(`${untouched} of these unchanged`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
