import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { SourceMapInput } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { Unplaced } from '../../bundler/src/unplaced.ts';
import { leadTo } from '../../bundler/src/maps.ts';
import type { LoaderMap } from '../../bundler/src/maps.ts';
import { instrumentModule } from '../../bundler/src/transform.ts';

const code = '\n\nexport function late() {\n  return 1;\n}\n';
const instrumented = instrumentModule({
  ...{ code, name: 'src/a.js', runtime: 'probes', sloppy: false, tests: false },
  source: { path: '/app/src/a.js', language: 'jsx' },
})!;
const line = instrumented.code.split('\n').findIndex((text) => text.includes('function late'));

/** As a loader makes it that knows nothing of the map before it: line 1 of what it made is where `late` is. */
function loaderMap(sources: string[], contents: (string | null)[]): LoaderMap {
  const index = contents.indexOf(instrumented.code);
  const map = { version: 3, sources, sourcesContent: contents, names: [], mappings: [[[0, index, line, 0]]] };
  return map as unknown as LoaderMap;
}

const place = (map: LoaderMap) =>
  originalPositionFor(new TraceMap(map as SourceMapInput), { line: 1, column: 0 });

describe('a map that ends at instrumented code', () => {
  it('leads to the source, under the name that the loader gave it', () => {
    const map = loaderMap(['webpack:///./src/a.js'], [instrumented.code]);
    expect(leadTo(map, instrumented.code, instrumented)).toBe(null);
    expect(map.sources).toEqual(['webpack:///./src/a.js']);
    expect(place(map)).toMatchObject({ line: 3 });
    expect(map.sourcesContent).toEqual([code]);
  });

  it('may name other sources as well, in any order', () => {
    const map = loaderMap(['helpers.js', 'a.js'], ['help();', instrumented.code]);
    expect(leadTo(map, instrumented.code, instrumented)).toBe(null);
    expect(place(map)).toMatchObject({ source: 'a.js', line: 3 });
  });

  it('keeps the root that its names are relative to', () => {
    const map = Object.assign(loaderMap(['a.js'], [instrumented.code]), { sourceRoot: '/app/src' });
    expect(leadTo(map, instrumented.code, instrumented)).toBe(null);
    expect(place(map)).toMatchObject({ source: '/app/src/a.js', line: 3 });
  });
});

describe('a map stays as it is', () => {
  it.each([
    ['which has no texts', { version: 3, sources: ['a.js'], names: [], mappings: 'AAAA' }],
    [
      'which leads to the source already',
      { version: 3, sources: ['a.js'], sourcesContent: [code], mappings: '' },
    ],
  ])('%s', (_, given) => {
    const map = structuredClone(given) as unknown as LoaderMap;
    expect(leadTo(map, instrumented.code, instrumented)).toBe(null);
    expect(map).toEqual(given);
  });

  it.each([
    ['which is none', { version: 2, sources: ['a.js'], sourcesContent: [instrumented.code], mappings: 5 }],
    ['which says nothing', { version: 3, sourcesContent: [instrumented.code] }],
  ])('%s, and it is said why', (_, given) => {
    const map = structuredClone(given) as unknown as LoaderMap;
    expect(leadTo(map, instrumented.code, instrumented)).toEqual(expect.any(String));
    expect(map).toEqual(given);
  });
});

describe('what a compiler has made without a map', () => {
  const nameOf = (path: string) => path.slice(1);

  it('is told of at the end of a build, if none of its modules has one', () => {
    const unplaced = new Unplaced();
    unplaced.note('/a.vue', false);
    unplaced.note('/b.vue', false);
    unplaced.note('/b.vue', true);
    expect(unplaced.complaint(nameOf)).toMatch(/^a\.vue: no probes, as one of the plugins/);
    expect(unplaced.complaint(nameOf)).toBe(null);
  });

  it('is named once, and the others counted', () => {
    const unplaced = new Unplaced();
    for (const path of ['/a.vue', '/b.vue', '/c.vue']) unplaced.note(path, false);
    expect(unplaced.complaint(nameOf)).toMatch(/^a\.vue and 2 more: no probes/);
  });
});
