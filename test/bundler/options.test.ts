import { describe, expect, it } from 'vitest';
import { createSelection } from 'babel-plugin-tsprof/select';
import { checkOptions } from '../../bundler/src/options.ts';

describe('options', () => {
  it('are off unless the environment or the user says otherwise', () => {
    const enabled = (options: object, TSPROF?: string) => checkOptions(options, { TSPROF }).enabled;
    expect([undefined, '', '0', 'false', '1', 'true'].map((value) => enabled({}, value))).toEqual([
      ...[false, false, false, false],
      ...[true, true],
    ]);
    expect(enabled({ enabled: true }, '0')).toBe(true);
    expect(enabled({ enabled: false }, '1')).toBe(false);
  });

  it('leave packages alone, unless they are included', () => {
    const selects = (options: object) => {
      const { nameOf } = createSelection(checkOptions(options, {}), '/app');
      return ['/app/a.js', '/app/node_modules/x/a.js', '/node_modules/y/a.js'].map(
        (path) => nameOf(path) !== null,
      );
    };
    expect(selects({})).toEqual([true, false, false]);
    expect(selects({ exclude: 'b.js' })).toEqual([true, false, false]);
    expect(selects({ include: '**' })).toEqual([true, true, true]);
    expect(selects({ includePackage: ['y'] })).toEqual([true, false, true]);
    expect(selects({ only: 'node_modules/**' })).toEqual([false, true, false]);
  });

  it.each([
    [{ enable: true }, /^tsprof: unknown option "enable" \(known: enabled, only, .*worker\)$/],
    [
      { clock: 'sundial' },
      /^tsprof: option "clock" must be one of auto, observed, exact, none, not "sundial"$/,
    ],
    [{ target: 1 }, /^tsprof: option "target" must be one of auto, browser, node, not 1$/],
    [{ post: '' }, /^tsprof: option "post" must be a URL or null, not ""$/],
    [{ isolate: 'yes' }, /^tsprof: option "isolate" must be true or false, not "yes"$/],
  ])('%j are told of in one line', (options, message) => {
    expect(() => checkOptions(options, {})).toThrow(message);
  });
});
