/** What is kept of what functions return, and what stands around awaits, where promises are followed. */
import { describe, expect, it } from 'vitest';
import type { InstrumentOptions } from '../../plugin/src/instrument.ts';
import { compile } from './support/compile.ts';

/** The text of the last function of a source, in one line, from the variable that keeps on. */
function followed(source: string, filename = 'input.js', options: Partial<InstrumentOptions> = {}): string {
  const { code } = compile(source, filename, { promises: true, ...options });
  const text = code.replace(/\s+/g, ' ');
  return text.slice(text.indexOf('let _$V') < 0 ? text.lastIndexOf('try') : text.indexOf('let _$V'));
}

const KEPT = 'let _$V; let _$T = _$e(_$B + 1); try { return _$V = ';
const LEFT = '; } finally { _$m(_$T, _$V); }';

describe('promises', () => {
  it.each([
    ['function f() { return g(); }', 'g()'],
    ['const f = () => g();', 'g()'],
    ['const f = { f() { return this.p; } };', 'this.p'],
    ['class f { get f() { return a ? 1 : p; } }', 'a ? 1 : p'],
    ['function f() { return a ?? new Promise(b); }', 'a ?? new Promise(b)'],
    ['function f() { return (a, p); }', '(a, p)'],
    ['function f() { return tag`a`; }', 'tag`a`'],
    ['function f() { return import("a"); }', 'import("a")'],
    ['function f() { return p = g(); }', 'p = g()'],
  ])('keeps what %s returns', (source, value) => {
    expect(followed(source)).toContain(KEPT + value + LEFT);
  });

  it.each([
    'function f() { return; }',
    'function f() { return undefined; }',
    'function f() { return 1 + g(); }',
    'function f() { return [g()]; }',
    'function f() { return () => 1; }',
    'function f() { return `${a}`; }',
    'async function f() { return g(); }',
    'function* f() { return g(); }',
    'class A { constructor() { return g(); } }',
    'class A { set a(v) { return g(); } }',
  ])('keeps nothing of %s', (source) => {
    expect(followed(source)).not.toContain('_$V');
  });

  it.each(['number', 'string', 'User[]', 'x is User', '() => Promise<void>', "'a'"])(
    'nor where a function is declared to return %s',
    (type) => {
      expect(followed(`function f(x: User): ${type} { return g(x); }`, 'input.ts')).not.toContain('_$V');
    },
  );

  it('has a variable of the declared type in TypeScript', () => {
    expect(followed('function f(): Promise<User> { return g(); }', 'input.ts')).toContain(
      'let _$V: (Promise<User>) | undefined;',
    );
    expect(followed('function f() { return g(); }', 'input.ts')).toContain('let _$V: any;');
  });

  it('holds it back in finally blocks, and drops it in catch blocks', () => {
    expect(followed('function f() { try { return g(); } catch { h(); } finally { i(); } }')).toContain(
      'try { return _$V = g(); } catch { _$V = void 0; h(); } finally ' +
        '{ let _$O = _$V; _$V = void 0; i(); _$V = _$O; }',
    );
    expect(followed('function f() { try { h(); } finally { i(); } return g(); }')).toContain(
      'try { h(); } finally { i(); } return _$V = g();',
    );
  });

  it('keeps nothing inside `with`, whose object would be asked for the variable', () => {
    expect(followed('function f() { with (a) { return g(); } }')).not.toContain('_$V');
  });

  it('looks at what is awaited', () => {
    const { code } = compile('async function f() { await g(); }', 'input.js', { promises: true });
    expect(code).toContain('_$r(_$T, await _$s(_$T, _$a(g())));');
  });

  it('is left out where it is not asked for', () => {
    const { code } = compile('function f() { return g(); } async function h() { await g(); }');
    expect(code).not.toMatch(/_\$[Vam]\b/);
  });
});
