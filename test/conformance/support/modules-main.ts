/* Runs in a Node with --experimental-vm-modules: prints what each program of modules does, bare and instrumented. */
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import { basename } from 'node:path';
import { PROBES } from '../../../conformance/src/compile.ts';
import { runModule } from '../../../conformance/src/modules.ts';
import { instrument } from '../../../plugin/src/instrument.ts';
import { modules } from '../programs/modules.ts';
import { createRealm, ending, settled } from './realm.ts';

type Files = Readonly<Record<string, string>>;

function compileModule(code: string, filename: string, instrumented: boolean): string {
  const file = parse(code, { sourceType: 'module' });
  if (instrumented) instrument(file, { filename, code, runtime: PROBES, format: 'module' });
  return generate(file).code;
}

async function run(files: Files, instrumented: boolean) {
  const realm = createRealm(instrumented);
  Object.defineProperty(realm.context, 'log', { value: realm.write });
  const read = (path: string) => compileModule(files[basename(path)]!, basename(path), instrumented);
  const { context, watch } = realm;
  realm.exports.done = runModule('a.js', { context, probes: watch?.probes ?? null, read });
  const end = await ending(realm, () => '');
  await settled();
  return { effects: { log: realm.log, end }, violations: watch?.finish() ?? [] };
}

const results: Record<string, { bare: object; instrumented: object }> = {};
for (const [name, files] of Object.entries(modules)) {
  results[name] = { bare: await run(files, false), instrumented: await run(files, true) };
}
console.log(JSON.stringify(results));
