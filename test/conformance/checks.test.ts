import { describe, expect, it } from 'vitest';
import { PLACES, runBare, runInstrumented } from './support/run.ts';

/**
 * Mistakes in the probes that change no program's behaviour: only the checks of replay see them. Without these tests,
 * checks that see nothing would look like probes that are right.
 */
const mistakes: Record<string, [mistake: RegExp, program: string]> = {
  'no probe in catch': [
    /(catch \(\w+\) \{\s*)_\$g\(_\$T\);/,
    `async function f() { try { await Promise.reject(1) } catch (error) { work(); await null } log('over') } function work() {}`,
  ],
  'no wait in front of return': [
    /(return )_\$s\(_\$T, (.*)\);/,
    `async function* g() { try { return Promise.resolve(1) } finally { log('over') } } const f = () => g().next();`,
  ],
  'no probe after a labelled jump out of for await': [
    /(finally \{\s*)_\$g\(_\$T\);/,
    `async function* g() { yield 1 } async function f() { l: { for await (const x of g()) break l; } work(); await null; log('over') } function work() {}`,
  ],
  'a leave that is missing': [
    /(log\('over'\);\s*\} finally \{\s*)_\$l\(_\$T\);/,
    `function f() { work() } function work() { log('over') }`,
  ],
  'an enter that is missing': [
    /(let _\$T = )_\$e\((_\$B \+ \d)\);(?=\s*try \{\s*log)/,
    `function f() { work() } function work() { log('over') }`,
  ],
  'no park at a yield': [
    /(yield )_\$p\(_\$T, (.*?)\)/,
    `function* g() { yield 1; log('over') } const f = () => { log(g().next().value) };`,
  ],
};

describe('a mistake that no program can tell', () => {
  it.each(Object.entries(mistakes))('%s', async (_name, [mistake, program]) => {
    const source = `${program}\nexports.done = f();`;
    const place = PLACES.commonjs;
    const bare = await runBare(source, place);
    let code = '';
    const { violations, ...effects } = await runInstrumented(source, place, (text) => {
      code = text;
      return text.replace(mistake, (_all, before: string, value: string | number) =>
        typeof value === 'string' ? `${before}${value}` : before,
      );
    });
    expect(code).toMatch(mistake);
    expect(effects).toEqual(bare);
    expect(violations).not.toEqual([]);
  });
});
