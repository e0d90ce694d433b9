/** What stands around calls that hand a callback to a promise, and what functions enter by. */
import { describe, expect, it } from 'vitest';
import { compile } from './support/compile.ts';

/** The statement that became of an expression in a function. */
function handed(expression: string): string {
  const { code } = compile(`function f() { ${expression} }`, 'input.js', { parents: true });
  return /try \{\s*(.*?)\s*\} finally/s.exec(code.slice(code.indexOf('function f')))![1]!;
}

describe('parents', () => {
  it.each([
    ['p.then(f);', '_$H(p.then(_$h(f)));'],
    ['p.then(f, g);', '_$H(p.then(f, _$h(g)));'],
    ['p.catch(...fs);', '_$H(p.catch(..._$h(fs)));'],
    ['p.then(f).finally(g);', '_$H(_$H(p.then(_$h(f))).finally(_$h(g)));'],
    // Nothing is handed over, or by no name that is known, or perhaps not at all.
    ['p.then();', 'p.then();'],
    ["p['then'](f);", "p['then'](f);"],
    ['p?.then(f);', 'p?.then(f);'],
    ['then(f);', 'then(f);'],
    ['new p.then(f);', 'new p.then(f);'],
    ['list.map(f);', 'list.map(f);'],
  ])('%s', (source, expected) => {
    expect(handed(source)).toBe(expected);
  });

  it('functions enter by probes that ask on whose behalf, under the same names', () => {
    const source = 'import a from "a"; a(); function f() {} async function g() { await 1; }';
    const { code } = compile(source, 'input.mjs', { parents: true });
    const plain = compile(source, 'input.mjs').code;
    const body = (text: string) => text.slice(text.lastIndexOf('import'));
    expect(body(code)).toBe(body(plain));
    expect(code).toContain('enterLater as _$e, beginLater as _$E, beginModuleLater as _$M');
    expect(code).toContain('from "@tsprof/runtime/wrappers"');
    expect(plain).not.toContain('wrappers');
  });

  it('is left out where it is not asked for', () => {
    expect(compile('function f() { p.then(f); }').code).not.toContain('_$h');
  });
});
