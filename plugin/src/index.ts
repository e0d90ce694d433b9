import type { NodePath, PluginObj, PluginPass } from '@babel/core';
import type * as t from '@babel/types';
import { namesOfForeign } from './builtins/callee-name.ts';
import { findBuiltinCalls } from './builtins/find.ts';
import { foreignTo } from './builtins/foreign.ts';
import { traverse } from './builtins/traverse.ts';
import { instrument, type InstrumentOptions, type Warning } from './instrument.ts';
import { checkOptions } from './options.ts';
import { createSelection, type Selection } from './select.ts';

export type { Options } from './options.ts';

/** What of Babel's API the plugin needs; the same in Babel 7 and 8. */
interface Api {
  assertVersion(range: string): void;
}

/**
 * The Babel plugin `tsprof`: an adapter to `instrument`, which acts before other plugins and presets see the file,
 * so that what is measured is what was written.
 */
export default function tsprof(api: Api, given: object | undefined, cwd: string): PluginObj {
  api.assertVersion('^7.22.0 || ^8.0.0');
  const options = checkOptions(given ?? {});
  const selection = createSelection(options, options.root ?? cwd);
  return {
    name: 'tsprof',
    visitor: {
      Program(path: NodePath<t.Program>, pass: PluginPass) {
        const name = selection.nameOf(pass.filename ?? 'unknown');
        if (name === null) return;
        const { file } = pass;
        const { warnings } = instrument(file.ast as t.File, {
          filename: name,
          code: file.code,
          typescript: parsesTypeScript(pass),
          tests: options.tests,
          builtins: options.builtins ? builtinsOf(pass, selection) : undefined,
          parents: options.parents,
          promises: options.promises,
          lines: selection.tellsLines(pass.filename ?? 'unknown'),
          ...(isCommonJs(pass) && { format: 'commonjs' }),
          ...(options.runtime !== undefined && { runtime: options.runtime }),
        });
        for (const warning of warnings) report(name, warning);
        if (isAlone(pass)) path.skip();
      },
    },
  };
}

/** Calls of what has no probes: of modules what is imported must be found where nothing is selected. */
function builtinsOf(
  { filename = 'unknown' }: PluginPass,
  { nameOf }: Selection,
): InstrumentOptions['builtins'] {
  const isForeign = foreignTo(filename, (path) => nameOf(path) !== null);
  return (file) => findBuiltinCalls(file, traverse, namesOfForeign(isForeign));
}

/** With no other plugin or preset there is nothing to traverse the file for; that is most of Babel's time. */
function isAlone({ file }: PluginPass): boolean {
  const { plugins, presets } = file.opts;
  return (plugins?.length ?? 0) === 1 && (presets?.length ?? 0) === 0;
}

const COMMONJS_WORDS = /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/;

/**
 * Babel takes files for modules unless told otherwise. One without imports and exports (a file with them is a module
 * in any case) that uses CommonJS's own words would break if we put an import into it.
 */
function isCommonJs({ filename, file }: PluginPass): boolean {
  return /\.c[jt]s$/.test(filename ?? '') || COMMONJS_WORDS.test(file.code);
}

/** Whether types can stand in the output: something after us must be there to read or remove them. */
function parsesTypeScript({ file }: PluginPass): boolean {
  const plugins = file.opts.parserOpts?.plugins ?? [];
  return plugins.some((plugin) => (Array.isArray(plugin) ? plugin[0] : plugin) === 'typescript');
}

function report(file: string, { line, column, message }: Warning): void {
  console.warn(`${file}:${line}:${column + 1}: ${message}`);
}
