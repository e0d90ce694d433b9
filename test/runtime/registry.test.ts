import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { createRegistry, isGenerator, isModule, register, type SiteRow } from '../../runtime/src/registry.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { startRecording } from '../support/recording.ts';

/** The names that a table gives, after the row that is none. */
function names(packed: string, count: number): string[] {
  const registry = createRegistry();
  const spots = Array.from({ length: count }, () => [1, 0]).flat();
  register(registry, 'a.js', packed, spots);
  return registry.sites.slice(1).map(({ name }) => name);
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
      ...{ name, file: 'a.js', kind, line, column },
    });
    expect(registry.sites.slice(first)).toEqual([
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
  });

  it('is told to who listens, with the id of its first site', () => {
    const registry = createRegistry();
    register(registry, 'a.js', '0a', [1, 0]);
    const told: [number, string[]][] = [];
    registry.onTable = (first, rows) => told.push([first, rows.map(({ name }) => name)]);
    register(registry, 'b.js', '0b\n0c', [1, 0, 1, 0]);
    expect(told).toEqual([[2, ['b', 'c']]]);
  });

  it('may be of any length', () => {
    const count = 5000;
    const registry = createRegistry();
    register(registry, 'a.js', '0f\n'.repeat(count), new Array<number[]>(count).fill([1, 2]).flat());
    expect(registry.sites).toHaveLength(count + 1);
    expect(registry.kinds.slice(1, count + 1).every((kind) => kind === 2)).toBe(true);
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
      entryPoints: [join(import.meta.dirname, '../../runtime/src/registry.ts')],
      ...{ bundle: true, write: false, format: 'iife', globalName: 'runtime', logLevel: 'error' },
    });
    const realm = createContext({});
    runInContext(outputFiles[0]!.text + REGISTER, realm);
    const before = JSON.stringify(runInContext('registerTables()', realm));
    runInContext(PATCH, realm);
    expect(JSON.stringify(runInContext('registerTables()', realm))).toBe(before);
    expect(JSON.parse(before)).toMatchObject({ name: 'a/<arrow:3>', told: [{ name: '<module>' }, {}] });
    expect(() => runInContext('[].push(1)', realm)).toThrow('patched');
  });
});

/** A table that is too long for the first array of kinds, and one that somebody is told of. */
const REGISTER = `
  let long = '0';
  const spots = [];
  for (let site = 0; site < 2000; site++) (long += '\\n0a/b'), spots.push(1, 4);
  globalThis.registerTables = () => {
    const registry = runtime.createRegistry();
    runtime.register(registry, 'long.js', long, spots);
    let told = null;
    registry.onTable = (_first, rows) => { told = rows; };
    const last = runtime.register(registry, 'b.js', '0a/b\\n1', [1, 4, 2, 6]);
    return { sites: registry.sites, name: registry.sites[last + 1].name, told };
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
