import { extname, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { writeOutput } from '@tsprof/runtime/files';
import type { Content } from '@tsprof/runtime/files';
import { Option } from 'commander';
import type { Command } from 'commander';
import { paintFor } from '../command-line/colours.ts';
import { TsprofError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { writePieces } from '../command-line/write-pieces.ts';
import { checkOutput, unwritable } from '../profile-files/output.ts';
import { readEach } from '../profile-files/read-profiles.ts';
import { Database } from '../query/database.ts';
import { resultTable } from '../query/result-table.ts';
import { resultCsv, resultJson } from '../query/result-texts.ts';
import { resultOf, type Result } from '../query/result.ts';
import { TABLES, tablesIn } from '../query/tables.ts';

interface QueryOptions {
  readonly output?: string;
  readonly csv?: true;
  readonly json?: true;
}

/** What a result is written as, by the end of a file's name. */
const BY_NAME = ['.parquet', '.csv', '.json'];

/** Adds `tsprof query`, which asks any number of profiles by SQL. */
export function queryCommand(program: Command, process: CliProcess): void {
  program
    .command('query')
    .summary('ask any number of profiles by SQL')
    .description(
      'Runs one SQL query of DuckDB over the tables of any number of profiles. Needs the package @duckdb/node-api. Times are seconds.',
    )
    .argument(
      '<sql>',
      "such as 'select name, sum(tsub) from functions group by name order by 2 desc limit 10'",
    )
    .argument(
      '<profiles...>',
      'profiles that tsprof wrote, gzipped or not, folders and patterns; - is standard input',
    )
    .option('-o, --output <file>', `write the result there: ${BY_NAME.join(', ')}`)
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .option('--json', 'print JSON, an object for each row')
    .addHelpText('after', `\nTables, with a column for the profile's file and these:\n${tableList()}`)
    .action((sql: string, files: readonly string[], options: QueryOptions) =>
      query(sql, files, options, process),
    );
}

function tableList(): string {
  const width = Math.max(...Object.keys(TABLES).map((name) => name.length));
  return Object.entries(TABLES)
    .map(([name, { summary, columns }]) => {
      const names = Object.keys(columns).slice(1).join(' ');
      return `  ${name.padEnd(width)}  ${summary}\n${' '.repeat(width + 4)}${names}`;
    })
    .join('\n');
}

async function query(
  sql: string,
  files: readonly string[],
  options: QueryOptions,
  process: CliProcess,
): Promise<void> {
  const { output } = options;
  if (output !== undefined) checkTarget(output, options, process.cwd());
  await Database.with(async (database) => {
    await database.create(TABLES);
    const names = tablesIn(sql);
    for await (const input of readEach(files, process))
      for (const name of names) await database.append(name, TABLES[name]!, TABLES[name]!.rows(input));
    await database.lock();
    if (output === undefined) return print(resultOf(await database.query(sql)), options, process);
    await write(output, sql, database, process.cwd());
  });
}

/** Reading may take a while: that there is nowhere to write to has to be known before. */
function checkTarget(output: string, { csv, json }: QueryOptions, cwd: string): void {
  if (csv || json)
    throw new TsprofError('--csv and --json print, but -o names a file', {
      remedy: 'Its name says what it is.',
    });
  if (!BY_NAME.includes(extname(output)))
    throw new TsprofError(
      `${output}: what to write is known by the name, which ends in ${BY_NAME.join(', ')}`,
    );
  checkOutput(output, cwd);
}

async function print(
  result: Result,
  { csv, json }: QueryOptions,
  { stdout, env }: CliProcess,
): Promise<void> {
  if (csv) return writePieces(stdout, resultCsv(result));
  if (json) return writePieces(stdout, resultJson(result));
  const width = stdout.isTTY ? stdout.columns : undefined;
  await writePieces(stdout, [await resultTable(result, { width, paint: paintFor(stdout, env) })]);
}

async function write(output: string, sql: string, database: Database, cwd: string): Promise<void> {
  const content = await contentOf(extname(output), sql, database);
  try {
    writeOutput(resolve(cwd, output), content);
  } catch (error) {
    throw unwritable(output, error);
  }
}

async function contentOf(kind: string, sql: string, database: Database): Promise<Content> {
  if (kind === '.parquet') return readFileSync(await database.writeParquet(sql));
  const result = resultOf(await database.query(sql));
  const pieces: string[] = [];
  for await (const piece of kind === '.csv' ? resultCsv(result) : resultJson(result)) pieces.push(piece);
  return pieces;
}
