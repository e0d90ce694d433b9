import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cacheDirectory, createCache } from '../cache.ts';
import { EXIT_FAILED, TsprofError, systemReason } from '../errors.ts';
import { createProgress } from '../instrument/progress.ts';
import { sourceSelector } from '../instrument/sources.ts';
import { TreeWriter } from '../instrument/tree-writer.ts';
import { listTree } from '../instrument/tree.ts';
import type { TreeFile } from '../instrument/tree.ts';
import { profileName } from '../loader/select.ts';
import type { CliProcess } from '../process.ts';
import { transformSalt } from '../tools.ts';
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
  const { include, exclude, tsconfig } = options;
  const isSource = await sourceSelector(files, { cwd, tsconfig, include, exclude });
  if (outDir !== null) makeDirectory(outDir, options.outDir ?? outDir);
  const cache = createCache(cacheDirectory(process.env));
  const writer = new TreeWriter({ cwd, runtime: options.runtime, cache, salt: transformSalt() });
  writeTree(files, isSource, writer, process);
  for (const message of writer.messages) process.stderr.write(`tsprof-instrument: ${message}`);
  process.stderr.write(`tsprof-instrument: ${summary(writer)}\n`);
  if (writer.failed > 0) process.exitCode = EXIT_FAILED;
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

function writeTree(
  files: readonly TreeFile[],
  isSource: (file: TreeFile) => boolean,
  writer: TreeWriter,
  process: CliProcess,
): void {
  const progress = createProgress(files.length, process.stderr);
  const sources = new Set(files.filter(isSource));
  const name = ({ input }: TreeFile): string => profileName(input, process.cwd());
  for (const file of sources) {
    writer.writeSource(file);
    progress.step(name(file));
  }
  for (const file of files) {
    if (sources.has(file)) continue;
    writer.writeOther(file);
    progress.step(name(file));
  }
  progress.stop();
}

function summary({ instrumented, sites, copied, failed }: TreeWriter): string {
  const parts = [
    `${counted(instrumented, 'file')} instrumented (${counted(sites, 'site')})`,
    `${copied} copied`,
  ];
  return [...parts, ...(failed > 0 ? [`${failed} failed`] : [])].join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
