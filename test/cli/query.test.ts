import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printableLines } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { main } from '../../cli/src/main.ts';
import { TABLES, tablesIn } from '../../report/src/query/tables.ts';
import {
  coroutineEnds,
  coroutines,
  ODD_NAMES,
  oddNames,
  recursion,
  requestKinds,
} from '../report/support/cases.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';

type Row = Readonly<Record<string, unknown>>;

let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-query-test-'));
  const cases = { recursion, coroutines, coroutineEnds, requestKinds, oddNames };
  for (const [name, record] of Object.entries(cases)) save(`${name}.tsprof`, await record());
  mkdirSync(join(scratch, 'fleet', 'deep'), { recursive: true });
  save('fleet/one.tsprof', await recursion());
  save('fleet/deep/two.tsprof', await recursion());
});
afterAll(() => rmSync(scratch, { recursive: true }));

const save = (name: string, profile: Profile): void =>
  writeFileSync(join(scratch, name), JSON.stringify(profile));

const run = (...args: readonly string[]): Promise<Outcome> => runFake(main, args, { cwd: scratch });
const query = (...args: readonly string[]): Promise<Outcome> => run('query', ...args);

async function rows(sql: string, ...files: readonly string[]): Promise<Row[]> {
  const { stdout, stderr } = await query(sql, ...files, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Row[];
}

/** What another command says of a profile. */
async function told(command: string, file: string, ...options: readonly string[]): Promise<Row> {
  return JSON.parse((await run(command, file, '--json', ...options)).stdout) as Row;
}

describe('the tables', () => {
  it.each(['recursion.tsprof', 'coroutines.tsprof', 'requestKinds.tsprof'])(
    'of functions have what stats --json says of %s',
    async (file) => {
      const { functions } = (await told('stats', file)) as { functions: Row[] };
      const expected = functions.map(({ callers: _, callees: __, column, ...others }) => ({
        p99: null,
        ...others,
        col: column,
      }));
      const found = await rows('select * exclude (profile, package) from functions', file);
      expect(sorted(found)).toEqual(sorted(expected));
      const pairs = functions.flatMap(({ name, callers }) =>
        (callers as Row[]).map(({ name: caller, ncall, tsub, ttot }) => ({
          caller,
          callee: name,
          ncall,
          tsub,
          ttot,
        })),
      );
      expect(sorted(await rows('select caller, callee, ncall, tsub, ttot from callers', file))).toEqual(
        sorted(pairs),
      );
    },
  );

  it('of edges have the tree, folded recursion and all', async () => {
    const sql =
      'select edge, parent, back, caller, callee, ncall, nactualcall, tsub, ttot from edges order by edge';
    const found = await rows(sql, 'recursion.tsprof');
    expect(found).toEqual([
      { ...edge(0, 'main', '[root]'), tsub: 0.001, ttot: 0.01 },
      { ...edge(1, 'f', 'main'), parent: 0, tsub: 0.002, ttot: 0.009 },
      { ...edge(2, 'g', 'f'), parent: 1, tsub: 0.004, ttot: 0.007 },
      { ...edge(3, 'f', 'g'), parent: 2, back: true, nactualcall: 0, tsub: 0.003, ttot: 0 },
    ]);
    const law =
      'select (select sum(tsub) from edges) + (select sum(root_tsub) from threads) as total, elapsed from profiles';
    const [sums] = await rows(law, 'recursion.tsprof');
    expect(sums!['total']).toBeCloseTo(sums!['elapsed'] as number, 9);
  });

  it('of awaits, coroutines, requests and what blocks have what these commands say', async () => {
    const file = 'requestKinds.tsprof';
    const { awaits } = (await told('awaits', file, '--yields')) as { awaits: Row[] };
    const ofAwaits = awaits.map(({ function: name, column, awaited, ...others }) => ({
      ...others,
      ...{ name, col: column, awaited: (awaited as Row[]).map((each) => each['name']) },
    }));
    expect(sorted(await rows('select * exclude profile from awaits', file))).toEqual(sorted(ofAwaits));
    const { requests } = (await told('requests', file)) as { requests: Row[] };
    expect(sorted(await rows('select * exclude (profile, pending) from requests', file))).toEqual(
      sorted(requests),
    );
    const { stretches, delays } = (await told('blocking', file, '--threshold', '1')) as Record<string, Row[]>;
    expect(await rows('select name, path, count, total, max, delayed_waits from blocking', file)).toEqual(
      stretches!.map(({ name, path, count, total, max, delayed }) => ({
        ...{ name, path, count, total, max, delayed_waits: (delayed as Row)['waits'] },
      })),
    );
    expect(await rows('select victim, blocker, count, time from delays', file)).toEqual(
      delays!.map(({ victim, blocker, count, time }) => ({
        ...{ victim: (victim as Row)['name'], blocker: (blocker as Row)['name'], count, time },
      })),
    );
  });

  it('of coroutines have those of each end, and the slowest one by one', async () => {
    const file = 'coroutineEnds.tsprof';
    const { coroutines: byCommand } = (await told('coroutines', file)) as { coroutines: Row[] };
    const plain = byCommand.map(({ slowest: _, suspended: __, ...others }) => others);
    expect(sorted(await rows('select * exclude profile from coroutines', file))).toEqual(sorted(plain));
    const sql =
      "select began, wall, twait, state from instances where name = 'query' and list_contains(path, 'work') order by began";
    const lengths = (await rows(sql, file)).map(({ wall, state }) => [wall, state]);
    expect(lengths).toEqual(slowestBelow(byCommand, 'query', 'work').map(({ wall, state }) => [wall, state]));
    expect(lengths).toContainEqual([0.091, 'fulfilled']);
  });

  it('have columns with names that need no quotes in SQL', async () => {
    for (const [name, { columns }] of Object.entries(TABLES)) {
      const list = Object.keys(columns).join(', ');
      expect((await query(`select ${list} from ${name} limit 0`, 'recursion.tsprof')).stderr).toBe('');
    }
  });
});

const edge = (at: number, callee: string, caller: unknown): Row => ({
  ...{ edge: at, parent: null, back: false, caller, callee, ncall: 1, nactualcall: 1 },
});

const sorted = (list: readonly Row[]): string[] =>
  list
    .map((row) => JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))))
    .sort();

function slowestBelow(list: readonly Row[], name: string, caller: string): Row[] {
  const found = list.filter((row) => row['name'] === name && (row['path'] as string[]).includes(caller));
  const all = found.flatMap(({ slowest }) => slowest as Row[]);
  return all.sort((one, other) => (one['at'] as number) - (other['at'] as number));
}

describe('any number of profiles', () => {
  it('are named as all commands name them: files, folders and patterns', async () => {
    const sql =
      "select profile, sum(ncall) as calls from functions where name = 'f' group by profile order by profile";
    const both = [
      { profile: 'fleet/deep/two.tsprof', calls: 2 },
      { profile: 'fleet/one.tsprof', calls: 2 },
    ];
    expect(await rows(sql, 'fleet')).toEqual(both);
    expect(await rows(sql, 'fleet/**/*.tsprof')).toEqual(both);
    expect(await rows(sql, 'recursion.tsprof', 'fleet')).toHaveLength(3);
    expect((await query(sql, 'nowhere.tsprof')).stderr).toBe(
      'tsprof: cannot read nowhere.tsprof: there is no such file or directory. Name a profile that tsprof run wrote.\n',
    );
  });

  it('fill only the tables that a query may need', () => {
    expect(tablesIn('SELECT * FROM Functions')).toEqual(['functions']);
    expect(tablesIn('from functions join "threads" using (profile)')).toEqual(['threads', 'functions']);
    expect(tablesIn("from query_table('func' || 'tions')")).toEqual(Object.keys(TABLES));
    expect(tablesIn('select 1')).toEqual(Object.keys(TABLES));
  });
});

describe('the result', () => {
  const SQL = "select name, ncall, ttot from functions where name in ('f', 'g') order by name";

  it('is a table, JSON or CSV', async () => {
    expect((await query(SQL, 'recursion.tsprof')).stdout).toBe(
      'name  ncall   ttot\nf         2  0.009\ng         1  0.007\n\n2 rows\n',
    );
    expect((await query(SQL, 'recursion.tsprof', '--json')).stdout).toBe(
      '[\n{"name":"f","ncall":2,"ttot":0.009},\n{"name":"g","ncall":1,"ttot":0.007}\n]\n',
    );
    expect((await query(SQL, 'recursion.tsprof', '--csv')).stdout).toBe(
      'name,ncall,ttot\nf,2,0.009\ng,1,0.007\n',
    );
    expect((await query(`${SQL} limit 0`, 'recursion.tsprof', '--json')).stdout).toBe('[]\n');
  });

  it('is written as Parquet, CSV or JSON by the name of the file', async () => {
    for (const name of ['x.parquet', 'x.csv', 'x.json']) {
      const { stdout, stderr } = await query(`${SQL};`, 'recursion.tsprof', '-o', name);
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
    }
    expect(readFileSync(join(scratch, 'x.csv'), 'utf8')).toBe('name,ncall,ttot\nf,2,0.009\ng,1,0.007\n');
    expect(await inDuckDb(`from '${join(scratch, 'x.parquet')}'`)).toEqual([
      ['f', 2n, 0.009],
      ['g', 1n, 0.007],
    ]);
    expect(await inDuckDb(`from '${join(scratch, 'x.json')}'`)).toEqual([
      ['f', 2n, 0.009],
      ['g', 1n, 0.007],
    ]);
  });

  it('has large numbers, moments, lists and structures as text or JSON can have them', async () => {
    const sql = `select 9007199254740993 as big, 1.5 as decimal, 'nan'::double as nan, [1, null] as list, {'a': [true]} as struct,
      timestamp '2026-11-30 12:00:00' as time, null as nothing`;
    expect(await rows(sql, 'recursion.tsprof')).toEqual([
      {
        ...{ big: '9007199254740993', decimal: 1.5, nan: 'NaN', list: [1, null], struct: { a: [true] } },
        ...{ time: '2026-11-30 12:00:00', nothing: null },
      },
    ]);
  });

  it('fits a terminal: texts are shortened, numbers are not', async () => {
    const sql =
      "select 'a text that is rather long, far too long for it' as one, 123456789 as two, 'short' as three";
    const { stdout } = await runFake(main, ['query', sql, 'recursion.tsprof'], { cwd: scratch, columns: 40 });
    expect(stdout.split('\n').slice(0, 2).map(stripVTControlCharacters)).toEqual([
      'one                           two  three',
      'a text that…ong for it  123456789  short',
    ]);
  });
});

async function inDuckDb(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return found;
}

describe('what is not trusted', () => {
  it('is text, whatever its name', async () => {
    const found = await rows('select name from functions order by tsub', 'oddNames.tsprof');
    expect(found.map(({ name }) => name).filter((name) => name !== '<module>' && name !== 'main')).toEqual(
      ODD_NAMES,
    );
    const { stdout } = await query('select name from functions', 'oddNames.tsprof', '--csv');
    expect(stdout).toContain("'=1+1");
    expect(stdout).toContain('"quote""\\back"');
    expect(stdout).toBe(printableLines(stdout));
    const name = "it's); drop table functions; --.tsprof";
    save(name, await recursion());
    expect(await rows('select distinct profile from functions', name)).toEqual([{ profile: name }]);
  });

  it.each([
    ["select * from read_text('/etc/passwd')", 'Cannot access file'],
    ["from glob('/*')", 'Cannot access file'],
    ["from read_csv('http://localhost:1/x')", 'Cannot access file'],
    ["from '/etc/passwd'", 'does not exist'],
    ["select getenv('HOME')", 'does not exist'],
    ["copy functions to '/tmp/tsprof-leak.csv'", 'Cannot access file'],
    ["attach '/tmp/tsprof-leak.db'", 'this is ATTACH'],
    ['install httpfs', 'this is LOAD'],
    ['set enable_external_access = true', 'this is SET'],
    ["pragma enable_external_access='true'", 'this is SET'],
    ['drop table functions', 'this is DROP'],
    ["export database '/tmp/tsprof-leak'", 'Cannot access file'],
  ])('%s is refused in one line', async (sql, why) => {
    const { stdout, stderr, exitCode } = await query(sql, 'recursion.tsprof');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^tsprof: [^\n]+\n$/);
    expect(stderr).toContain(why);
  });

  it('leaves nothing behind, also where a query fails', async () => {
    const ours = () => readdirSync(tmpdir()).filter((name) => /^tsprof-query-[^-]+$/.test(name));
    const before = ours();
    await query('select nam from functions', 'recursion.tsprof');
    await query('from functions', 'recursion.tsprof', '-o', 'left.parquet');
    expect(ours()).toEqual(before);
  });
});

describe('what is wrong is said in one line', () => {
  it.each([
    [['selec'], 'tsprof: the query cannot be run: Parser Error: syntax error at or near "selec". '],
    [['select nam from functions'], 'Candidate bindings: "name"'],
    [['select 1; select 2'], 'tsprof: a query is one statement, but there are 2\n'],
    [[' -- nothing\n;'], 'tsprof: the query is empty\n'],
    [
      ['from functions', '-o', 'x.txt'],
      'tsprof: x.txt: what to write is known by the name, which ends in .parquet, .csv, .json\n',
    ],
    [
      ['from functions', '-o', 'x.csv', '--json'],
      'tsprof: --csv and --json print, but -o names a file. Its name says what it is.\n',
    ],
    [
      ['from functions', '-o', 'none/x.csv'],
      'tsprof: cannot write none/x.csv: there is no such file or directory. ',
    ],
  ])('%j', async ([sql, ...options], message) => {
    const { stdout, stderr, exitCode } = await query(sql!, 'recursion.tsprof', ...options);
    expect({ stdout, exitCode, lines: stderr.split('\n').length }).toEqual({
      stdout: '',
      exitCode: 2,
      lines: 2,
    });
    expect(stderr).toContain(message);
  });
});
