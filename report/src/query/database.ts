import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  DuckDBAppender,
  DuckDBConnection,
  DuckDBInstance,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import { TsprofError } from '../command-line/errors.ts';
import { loadPeers } from '../command-line/peers.ts';
import type { ColumnType, Table, Value } from './table.ts';

type DuckDb = typeof import('@duckdb/node-api');

/** Rows that DuckDB takes at a time. */
const CHUNK = 2048;
/** The last moments that a Date can hold, ms since 1970. */
const MOST_MS = 8.64e15;
const US_PER_MS = 1e3;

/** What is off before a query runs: other files, the network, extensions, and ways to switch any of them on again. */
const LOCKS = ['SET enable_external_access = false', 'SET lock_configuration = true'];

/** No statement, which DuckDB has no words for. */
const NOTHING = /^(?:\s|;|--[^\n]*)*$/;

/** A database of its own in memory, that reads and writes no file but those in its own folder. */
export class Database {
  readonly #duckdb: DuckDb;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;

  private constructor(
    duckdb: DuckDb,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    folder: string,
  ) {
    this.#duckdb = duckdb;
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
  }

  /** Opens a database for as long as `use` takes. */
  static async with<T>(use: (database: Database) => Promise<T>): Promise<T> {
    const duckdb = await loadPeers('tsprof query', ['@duckdb/node-api'], () => import('@duckdb/node-api'));
    // Only for its user; what memory has no room for goes there.
    const folder = mkdtempSync(join(tmpdir(), 'tsprof-query-'));
    try {
      const instance = await duckdb.DuckDBInstance.create(':memory:', {
        temp_directory: folder,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      const database = new Database(duckdb, instance, await instance.connect(), folder);
      try {
        return await use(database);
      } finally {
        database.#close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Makes these tables, without any rows. */
  async create(tables: Readonly<Record<string, Table>>): Promise<void> {
    for (const [name, { columns }] of Object.entries(tables)) {
      const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
      await this.#connection.run(`CREATE TABLE ${name} (${list.join(', ')})`);
    }
  }

  /** Adds rows to a table. */
  async append(name: string, { columns }: Table, rows: Iterable<readonly Value[]>): Promise<void> {
    const types = Object.values(columns);
    const appender = await this.#connection.createAppender(name);
    let chunk: (readonly Value[])[] = [];
    for (const row of rows) {
      if (chunk.push(row) < CHUNK) continue;
      this.#appendChunk(appender, types, chunk);
      chunk = [];
    }
    if (chunk.length > 0) this.#appendChunk(appender, types, chunk);
    appender.closeSync();
  }

  #appendChunk(appender: DuckDBAppender, types: readonly ColumnType[], rows: readonly (readonly Value[])[]) {
    const chunk = this.#duckdb.DuckDBDataChunk.create(types.map((type) => this.#typeOf(type)));
    chunk.setColumns(types.map((type, at) => rows.map((row) => this.#valueOf(type, row[at]!))));
    appender.appendDataChunk(chunk);
  }

  #typeOf(type: ColumnType): DuckDBType {
    const { BIGINT, BOOLEAN, DOUBLE, LIST, TIMESTAMP, VARCHAR } = this.#duckdb;
    if (type === 'VARCHAR[]') return LIST(VARCHAR);
    return { BIGINT, BOOLEAN, DOUBLE, TIMESTAMP, VARCHAR }[type];
  }

  #valueOf(type: ColumnType, value: Value): DuckDBValue {
    if (value === null) return null;
    if (type === 'BIGINT') return BigInt(value as number);
    if (type === 'VARCHAR[]') return this.#duckdb.listValue(value as readonly string[]);
    if (type !== 'TIMESTAMP') return value as DuckDBValue;
    const isMoment = Math.abs(value as number) <= MOST_MS;
    return isMoment ? this.#duckdb.timestampValue(BigInt(Math.round(US_PER_MS * (value as number)))) : null;
  }

  /** From here on SQL reaches nothing but the tables. */
  async lock(): Promise<void> {
    // What a query is written to; there is nothing else in it.
    await this.#connection.run(`SET allowed_directories = [${quoted(this.#folder)}]`);
    for (const statement of LOCKS) await this.#connection.run(statement);
  }

  /** Runs a query, which must be one statement that reads; its rows come in chunks. */
  async query(sql: string): Promise<DuckDBResult> {
    return sqlError(async () => {
      await this.#assertReads(sql);
      return this.#connection.stream(sql);
    });
  }

  /** Writes the rows of a query into a Parquet file of the database's own folder, and tells its name. */
  async writeParquet(sql: string): Promise<string> {
    const file = join(this.#folder, 'result.parquet');
    await sqlError(async () => {
      await this.#assertReads(sql);
      // A line of its own, as the query may end in a comment.
      const query = sql.replace(/[;\s]+$/, '');
      await this.#connection.run(`COPY (${query}\n) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd)`);
    });
    return file;
  }

  async #assertReads(sql: string): Promise<void> {
    if (NOTHING.test(sql)) throw new TsprofError('the query is empty');
    const statements = await this.#connection.extractStatements(sql);
    if (statements.count !== 1)
      throw new TsprofError(`a query is one statement, but there are ${statements.count}`);
    const { statementType } = await statements.prepare(0);
    const { SELECT, EXPLAIN } = this.#duckdb.StatementType;
    if (statementType === SELECT || statementType === EXPLAIN) return;
    const name = this.#duckdb.StatementType[statementType]!;
    throw new TsprofError(`a query only reads, but this is ${name}`, {
      remedy: 'Use SELECT, WITH, FROM, DESCRIBE or SUMMARIZE.',
    });
  }

  #close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What DuckDB says of a query is the user's to mend. */
async function sqlError<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TsprofError || !(error instanceof Error)) throw error;
    throw asQueryError(error);
  }
}

/** Without the place that DuckDB draws below the query; it may be of some lines even so. */
export function asQueryError(error: Error): TsprofError {
  const [message = ''] = error.message.replace(/^Failed to extract statements: /, '').split(/\n\s*\n/);
  return new TsprofError(`the query cannot be run: ${message}`, {
    remedy: 'tsprof query --help lists tables and columns.',
    cause: error,
  });
}
