import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { FIRST_LINE } from '../../runtime/src/events.ts';
import { packTag } from '../../runtime/src/sites/packed-table.ts';
import { SITE_KINDS } from '../../runtime/src/profile/format.ts';
import {
  createRegistry,
  isGenerator,
  isModule,
  register,
  type PackedTable,
  type SiteRow,
} from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { startRecording } from '../support/recording.ts';
import { unpacked } from '../support/unpacked.ts';

/** The names that a table gives, after the row that is none. */
function names(packed: string, count: number): string[] {
  const spots = Array.from({ length: count }, () => [1, 0]).flat();
  return unpacked('a.js', packed, spots).map(({ name }) => name);
}

describe('a table', () => {
  it('says by how many levels a name is like the one before', () => {
    expect(names('0outer/inner/deep\n2\n1other\n1\n0next', 5)).toEqual([
      'outer/inner/deep',
      'outer/inner',
      'outer/other',
      'outer',
      'next',
    ]);
  });

  it('has lines relative to each other, columns, kinds and what has no name', () => {
    const registry = createRegistry();
    const first = register(registry, 'a.js', '0\n0outer\n1\n1C.<static>\n0\n0\n0', [
      1,
      4,
      2,
      3 * 16 + 2,
      7,
      6,
      -4,
      5,
      0,
      7,
      0,
      11,
      100,
      255 * 16 + 1,
    ]);
    expect(first).toBe(1);
    const row = (name: string, kind: number, line: number, column: number): SiteRow => ({
      ...{ name, file: 'a.js', kind, line, column, suspensions: [] },
    });
    expect(sitesOf(registry).slice(first)).toEqual([
      row('<module>', 4, 1, 0),
      row('outer', 2, 3, 3),
      row('outer/<arrow:10>', 0, 10, 0),
      row('outer/C.<static>', 5, 6, 0),
      row('<arrow:6>', 1, 6, 0),
      row('<function:6>', 3, 6, 0),
      row('', 1, 106, 255),
    ]);
    expect(isModule(registry, 1)).toBe(true);
    expect(isGenerator(registry, 2)).toBe(true);
    expect(isGenerator(registry, 3)).toBe(false);
    expect([1, 2, 3, 4, 5, 6, 7].filter((site) => isGenerator(registry, site))).toEqual([2, 6]);
  });

  it('is told to who listens, with the id of its first site', () => {
    const registry = createRegistry();
    register(registry, 'a.js', '0a', [1, 0]);
    const told: PackedTable[] = [];
    registry.onTable = (table) => void told.push(table);
    register(registry, 'b.js', '0b\n0c', [1, 0, 1, 0]);
    expect(told).toMatchObject([{ first: 2, end: 4, names: '0b\n0c' }]);
  });

  it('may be of any length', () => {
    const count = 5000;
    const registry = createRegistry();
    register(registry, 'a.js', '0f\n'.repeat(count), new Array<number[]>(count).fill([1, 2]).flat());
    expect(sitesOf(registry)).toHaveLength(count + 1);
    expect(registry.forms.slice(1, count + 1).every((form) => form === 2)).toBe(true);
  });

  it('finds no numbers any more once they have run out', () => {
    const registry = createRegistry();
    const most = FIRST_LINE - 1;
    expect(register(registry, 'a.js', '', { length: 2 * most + 2 })).toBe(Infinity);
    expect(register(registry, 'b.js', '', { length: 2 * most })).toBe(1);
    expect(register(registry, 'c.js', '0c', [1, 0])).toBe(Infinity);
    expect(registry.last).toMatchObject({ file: 'b.js', end: FIRST_LINE });
  });

  it('is unpacked once, when it is asked for, whatever has come meanwhile', () => {
    const registry = createRegistry();
    const namesOf = () => sitesOf(registry).map(({ name }) => name);
    register(registry, 'a.js', '0a\n0b', [1, 0, 1, 0]);
    expect(registry.rows).toEqual([]);
    expect(namesOf().slice(1)).toEqual(['a', 'b']);
    const [, a] = registry.rows;
    register(registry, 'empty.js', '0', []);
    register(registry, 'c.js', '0c', [1, 0]);
    register(registry, 'd.js', '0d', [1, 0]);
    expect(namesOf().slice(1)).toEqual(['a', 'b', 'c', 'd']);
    expect(registry.rows[1]).toBe(a);
  });

  it('may be that of a label, whatever is in it', () => {
    for (const label of ['checkout', '', 'a/b', 'two\nlines', '9', "it's"]) {
      expect(unpacked(...packTag(label))).toEqual([
        {
          ...{ name: `[tag ${label}]`, file: '', kind: SITE_KINDS.indexOf('tag') },
          ...{ line: 0, column: 0, suspensions: [] },
        },
      ]);
    }
  });
});

describe('a table that someone has spoilt', () => {
  const spoilt: [what: string, file: unknown, names: unknown, spots: unknown][] = [
    ['nothing', undefined, undefined, undefined],
    ['null', null, null, null],
    ['numbers', 1, 2, 3],
    ['no names', 'a.js', undefined, [1, 0, 1, 0]],
    ['fewer names than spots', 'a.js', '0a', [1, 0, 1, 0, 1, 0]],
    ['more names than spots', 'a.js', '0a\n0b\n0c', [1, 0]],
    ['half a spot', 'a.js', '0a\n0b', [1, 0, 1]],
    ['no levels', 'a.js', 'a\n\n\n/\nxy', [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]],
    ['levels that are not there', 'a.js', '9a/b\n9\n5x\n9', [1, 0, 1, 0, 1, 0, 1, 0]],
    ['forms that are none', 'a.js', '0a\n0b\n0c', [1, 12, 1, 13, 1, 15]],
    ['all but whole numbers', 'a.js', '0a\n0b\n0c\n0d', ['x', {}, NaN, 1e300, 1n, Symbol('s'), -5, -5.5]],
    ['holes', 'a.js', '0a', new Array(4)],
    ['names in a list', 'a.js', ['a', 'b'], { length: 1e300 }],
  ];

  it.each(spoilt)('of %s does no harm, and its profile can be read', (_what, file, packed, spots) => {
    const recording = startRecording();
    const site = recording.register(file as string, packed as string, spots as number[]);
    recording.probes.enter(site);
    recording.probes.enter(site + 7);
    recording.probes.leave(site + 7);
    const token = recording.probes.begin(site + 100_000);
    recording.probes.end(token);
    recording.probes.leave(site);
    const profile = JSON.stringify(recording.profile());
    expect(parseProfile(profile, 'spoilt').sites.name).toHaveLength(3);
  });
});

describe('a program that patches the built-ins', () => {
  it('neither notices that a table is taken in, nor spoils it', () => {
    const { outputFiles } = buildSync({
      stdin: {
        contents: RUNTIME,
        resolveDir: join(import.meta.dirname, '../../runtime/src/sites'),
        loader: 'ts',
      },
      ...{ bundle: true, write: false, format: 'iife', globalName: 'runtime', logLevel: 'error' },
    });
    const realm = createContext({});
    runInContext(outputFiles[0]!.text + REGISTER, realm);
    const before = JSON.stringify(runInContext('registerTables()', realm));
    runInContext(PATCH, realm);
    expect(JSON.stringify(runInContext('registerTables()', realm))).toBe(before);
    expect(JSON.parse(before)).toMatchObject({
      name: 'a/<arrow:3>',
      told: { first: 2001, file: 'b.js', spots: { 0: 1, 3: 6 } },
    });
    expect(() => runInContext('[].push(1)', realm)).toThrow('patched');
  });
});

const RUNTIME = `
  export * from './registry.ts';
  export * from './packed-table.ts';
  export * from './sites.ts';
`;

/** A long table, and one that somebody is told of, who makes it such as can be posted. */
const REGISTER = `
  let long = '0';
  const spots = [];
  for (let site = 0; site < 2000; site++) (long += '\\n0a/b'), spots.push(1, 4);
  const registries = [runtime.createRegistry(), runtime.createRegistry()];
  let runs = 0;
  globalThis.registerTables = () => {
    const registry = registries[runs++];
    runtime.register(registry, 'long.js', long, spots);
    let told = null;
    registry.onTable = (table) => { told = runtime.soundTable(table); };
    const last = runtime.register(registry, 'b.js', '0a/b\\n1', [1, 4, 2, 6]);
    const sites = runtime.sitesOf(registry);
    return { sites, name: sites[last + 1].name, told };
  };
`;

/**
 * All methods throw, and so do setters of indices, and whatever is taken for part of a property's descriptor. Each
 * list is made before anything is patched; what is patched first is not needed for what comes after.
 */
const PATCH = `
  const trap = () => { throw new Error('patched') };
  const { defineProperty, getOwnPropertyDescriptors, prototype } = Object;
  const patches = [];
  for (const object of [Array.prototype, String.prototype, Function.prototype, Array, String, Reflect, Object]) {
    const descriptors = getOwnPropertyDescriptors(object);
    for (const name of Reflect.ownKeys(descriptors)) {
      const { value, configurable } = descriptors[name];
      if (typeof value !== 'function' || name === 'constructor' || !configurable) continue;
      patches.push([object, name, { __proto__: null, value: trap }]);
    }
  }
  const accessors = { __proto__: null, configurable: true, get: trap, set: trap };
  for (const index of [0, 1, 2, 3, 2000, 2001, 2002, 2003, 2004]) patches.push([Array.prototype, index, accessors]);
  for (const key of ['writable', 'get']) patches.push([prototype, key, accessors]);
  const count = patches.length;
  for (let at = 0; at < count; at++) {
    const patch = patches[at];
    defineProperty(patch[0], patch[1], patch[2]);
  }
  delete globalThis.Uint8Array;
`;
