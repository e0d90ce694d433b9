/** Loaders that check types see TypeScript with probes in it: what it imports has types, however they are looked for. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSource } from 'babel-plugin-tsprof/source';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CODE = `
export class Counter {
  private total: number;
  constructor(start: number) {
    this.total = start;
  }
  async add(values: AsyncIterable<number>, { by = 1 }: { by?: number } = {}): Promise<number> {
    for await (const value of values) this.total += value * by;
    const next: number = await Promise.resolve(this.total);
    return next;
  }
  *[Symbol.iterator](): Generator<number, void, unknown> {
    yield* [this.total];
  }
}
export function* ids(): Generator<number, undefined, boolean> {
  for (let id = 0; ; id++) if (yield id) return;
}
export function* forever(): Generator<string, number> {
  while (true) {
    try {
      yield 'tick';
    } catch {
      yield 'tock';
    }
  }
}
export async function* pairs(): AsyncGenerator<[string, number], 'end'> {
  yield ['a', 1];
  return 'end';
}
export const load = async (): Promise<{ kind: 'user' | 'group' }> => ({ kind: 'user' });
export const parsed = (text: string): unknown => (text.length > Math.max(1, 2) ? JSON.parse(text) : null);
export const isCounter = (value: unknown): value is Counter => value instanceof Counter;
`;

const bundler = fileURLToPath(new URL('../../bundler', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-typed-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(bundler, join(folder, 'node_modules/unplugin-tsprof'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string, ts.ModuleKind, ts.ModuleResolutionKind, object?]>([
  ['page', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ['page', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler, { lines: true, isForeign: () => true }],
  ['node', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['service', ts.ModuleKind.CommonJS, ts.ModuleResolutionKind.Node10],
])('%s, %i, %i, %o', (place, module, moduleResolution, more = {}) => {
  const file = join(folder, `${place}.ts`);
  const runtime = () => `unplugin-tsprof/modules/${place}/probes`;
  writeFileSync(
    file,
    transformSource({ code: CODE, language: 'ts', format: 'module', name: file, runtime, ...more }).code,
  );
  const program = ts.createProgram([file], {
    ...{ module, moduleResolution, strict: true, noUnusedLocals: true, noImplicitReturns: true },
    ...{ target: ts.ScriptTarget.ES2022, noEmit: true, types: [], ignoreDeprecations: '6.0' },
  });
  const found = ts.getPreEmitDiagnostics(program);
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
