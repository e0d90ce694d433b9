import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cacheDirectory, createCache } from '../cache.ts';
import { EXIT_FAILED, TsprofError, systemReason } from '../errors.ts';
import type { Written } from '../instrument/books.ts';
import { LastRun } from '../instrument/last-run.ts';
import { createProgress } from '../instrument/progress.ts';
import { selectionOf, sourceSelector } from '../instrument/sources.ts';
import { listTree } from '../instrument/tree.ts';
import { writeTree } from '../instrument/write-tree.ts';
import type { CliProcess } from '../process.ts';
import { builtFile, transformSalt } from '../tools.ts';
import { selectionOptions } from './selection-options.ts';
import type { SelectionOptions } from './selection-options.ts';

interface InstrumentOptions extends SelectionOptions {
  readonly outDir?: string;
  readonly inPlace?: true;
  readonly tsconfig?: string;
  readonly runtime: string;
}

/** Makes `program` the command `tsprof-instrument`, which writes instrumented copies of files and trees. */
export function instrumentCommand(program: Command, process: CliProcess): void {
  program
    .argument('<paths...>', 'files and directories; what is no source file is copied')
    .option('-d, --out-dir <dir>', 'where to write the copy')
    .option('--in-place', 'write over the files themselves')
    .option('--tsconfig <file>', 'the project of the TypeScript files (default: the nearest)')
    .option('--runtime <specifier>', 'the module of the probes', '@tsprof/runtime/probes');
  for (const option of selectionOptions()) program.addOption(option);
  program.action((paths: readonly string[], options: InstrumentOptions) =>
    instrumentTree(paths, options, process),
  );
}

async function instrumentTree(
  paths: readonly string[],
  options: InstrumentOptions,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const outDir = outDirectory(options, cwd);
  const files = listTree(paths, outDir, cwd);
  const { include, exclude, tsconfig, runtime } = options;
  const directory = cacheDirectory(process.env);
  const cache = createCache(directory);
  const selection = selectionOf(cwd, include, exclude);
  const isSource = await sourceSelector(files, { cwd, tsconfig, selection, cache });
  if (outDir !== null) makeDirectory(outDir, options.outDir ?? outDir);
  const salt = transformSalt();
  const written = await writeTree(files, isSource, {
    ...{ cwd, runtime, selection, salt, cache: directory },
    workerFile: builtFile('esm', 'instrument', 'worker.js'),
    lastRun: new LastRun(cache, [salt, cwd, paths, outDir, runtime, include, exclude]),
    progress: await createProgress(files.length, process.stderr),
  });
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

function makeDirectory(directory: string, name: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new TsprofError(`cannot write to ${name}: ${systemReason(error)}`, { cause: error });
  }
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
