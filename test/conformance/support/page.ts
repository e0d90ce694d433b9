import { compile, createRealm, ending, runScript, settled } from './realm.ts';

/** What the scripts of a page did. */
export interface PageEffects {
  readonly log: readonly string[];
  /** For each script, what it threw or its completion value. */
  readonly ends: readonly string[];
}

/** … and which of its checks the runtime failed meanwhile. */
export interface PageRun {
  readonly effects: PageEffects;
  readonly violations: readonly string[];
}

/** Loads scripts into one realm, in turn; one that is loaded twice has one name. */
export async function runPage(sources: readonly string[], instrumented: boolean): Promise<PageRun> {
  const realm = createRealm(instrumented);
  const ends: string[] = [];
  for (const source of sources) {
    const code = compile(source, 'script', instrumented, `script-${sources.indexOf(source)}.js`)!;
    ends.push(await ending(realm, () => runScript(code, realm)));
    await settled();
  }
  return { effects: { log: realm.log, ends }, violations: realm.watch?.finish() ?? [] };
}
