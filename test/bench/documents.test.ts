/** The tables of the documents are those that the recorded results give. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const bench = (name: string) => import(new URL(`../../bench/${name}`, import.meta.url).href);
const { documents, readDocument, remade } = await bench('documents.mjs');
const { readResults } = await bench('results.mjs');
const root = fileURLToPath(new URL('../../', import.meta.url));

test.each(documents as readonly string[])('%s: if not, npm run bench:tables', (path) => {
  const text = readDocument(path);
  expect(text).toContain('<!-- bench: ');
  expect(text).toBe(remade(text, readResults()));
});

test('no other document has such a table', () => {
  const rooms = [
    '',
    'bench/',
    'bundler/',
    'cli/',
    'docs/',
    'docs/internals/',
    'plugin/',
    'report/',
    'runtime/',
    'viewer/',
  ];
  const all = rooms.flatMap((room) => readdirSync(`${root}${room}`).map((name) => `${room}${name}`));
  const texts = all.filter((path) => path.endsWith('.md'));
  const marked = texts.filter((path) => readDocument(path).includes('<!-- bench: '));
  expect(marked.sort()).toEqual([...documents].sort());
});

const run = {
  date: '2026-01-02T03:04:05.678Z',
  ...{
    load: 0.123,
    commit: 'abc1234',
    machine: 'A machine, 2 cores',
    node: '20.0.0',
    chromium: '150.0',
    rounds: 3,
  },
};
const ratio = (program: string, way: string, measured: number, limit = {}) => ({
  ...{
    program,
    way,
    work: `${program}: ${way}`,
    unit: 'x',
    measured,
    least: measured - 1,
    greatest: measured + 1,
  },
  ...limit,
});
const results = {
  costs: {
    one: {
      ...run,
      rows: [ratio('One', 'auto', 2, { atMost: 1.8, stretch: 1.5 }), ratio('One', 'off', 1.25)],
    },
    two: { ...run, load: 3.21, rows: [ratio('Two', 'auto', 3), ratio('Two', 'sampled', 1.1)] },
    three: { ...run, rounds: 1, rows: [ratio('Three', 'auto', 1)] },
    fastify: {
      ...{ ...run, date: '2025-12-24T00:00:00.000Z', load: null, commit: null, chromium: null },
      rows: [
        { way: 'all', work: 'all', unit: '%', measured: 80 },
        { way: 'own', work: 'own', unit: '%', measured: 90 },
      ],
    },
  },
  accuracy: {
    chatty: {
      ...run,
      period: 20,
      rows: [{ work: 'chatty', raw: 0.6, corrected: 0.5, from: 0.46, to: 0.54 }],
    },
  },
};
const made = (kind: string) =>
  (remade(`before\n<!-- bench: ${kind} -->\nold\n<!-- /bench -->\nafter`, results) as string).split('\n');
const WHERE = 'commit abc1234, A machine, 2 cores, Node 20.0.0, Chromium 150.0';

describe('between its two comments stands', () => {
  test('each row of the cases named, beside its target, and where that was measured', () => {
    expect(made('cases one')).toEqual([
      'before',
      '<!-- bench: cases one -->',
      '',
      '| work | measured (median, fastest - slowest) | target | met? |',
      '| --- | --- | --- | --- |',
      '| One: auto | 2.00 x (1.00 - 3.00) | <= 1.8 x, stretch 1.5 | no |',
      '| One: off | 1.25 x (0.25 - 2.25) |  |  |',
      '',
      `Measured: 2026-01-02, ${WHERE}, 3 rounds, load 0.1.`,
      '',
      '<!-- /bench -->',
      'after',
    ]);
  });

  test('a column for each way, with a line for each way of measuring', () => {
    expect(made('programs one two three').slice(3, -3)).toEqual([
      '| program, all of it instrumented | profiled | probes, profiling off | istanbul’s counters | `node --cpu-prof` |',
      '| --- | ---: | ---: | ---: | ---: |',
      '| One | 2.00 x | 1.25 x |  |  |',
      '| Two | 3.00 x |  |  | 1.10 x |',
      '| Three | 1.00 x |  |  |  |',
      '',
      'Fastify under load keeps 80 % of its requests per second with all of its packages profiled, and',
      '90 % with the server’s own code alone, as it is by default.',
      '',
      `\`one\`, \`two\`: 2026-01-02, ${WHERE}, 3 rounds, load 0.1 to 3.2.`,
      '',
      `\`three\`: 2026-01-02, ${WHERE}, 1 round, load 0.1.`,
      '',
      '`fastify`: 2025-12-24, A machine, 2 cores, Node 20.0.0, 3 rounds.',
    ]);
  });

  test('how true the times are', () => {
    expect(made('accuracy').slice(3, -3)).toEqual([
      '| work | raw | corrected | target | met? |',
      '| --- | --- | --- | --- | --- |',
      '| chatty | 0.6000 | 0.5000 | 0.46 to 0.54 | yes |',
      '',
      `Measured: 2026-01-02, ${WHERE}, 3 rounds of 20 s, load 0.1.`,
    ]);
  });

  test('nothing that there is not', () => {
    expect(() => made('cases four')).toThrow('nothing is recorded of four');
    expect(() => made('costs')).toThrow('<!-- bench: costs -->: there is no such table');
  });
});
