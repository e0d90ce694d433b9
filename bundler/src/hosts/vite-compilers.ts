/** What we use of Vite's plugins. */
export interface Plugin {
  readonly name: string;
  readonly enforce?: 'pre' | 'post';
}

/**
 * Plugins that give words a meaning of their own in any script of a project (`$ref`, `component$`, tags that become
 * functions): they must see what was written, and probes come afterwards.
 */
const MACROS =
  /^(?:solid|vite-plugin-qwik|vue-macros|unplugin-vue-macros|vite-plugin-lingui|wyw-in-js|linaria)/;

/** Whether one of a project's plugins is such a compiler. */
export const knowsMacros = (plugins: readonly Plugin[]): boolean =>
  plugins.some(({ name }) => MACROS.test(name));

/** Whether React's components are exchanged while they run: what looks for the hooks that they call looks at the source. */
export const exchangesComponents = (plugins: readonly Plugin[]): boolean =>
  plugins.some(({ name }) => name.startsWith('vite:react'));

/** Puts a plugin behind those that come late, wherever users have it in their list; Vite's own may still follow. */
export function comeLast(plugins: Plugin[], name: string): void {
  const from = plugins.findIndex((plugin) => plugin.name === name);
  if (from < 0) return;
  const [own] = plugins.splice(from, 1);
  const last = plugins.findLastIndex(
    (plugin) => plugin.enforce === 'post' && !plugin.name.startsWith('vite:'),
  );
  plugins.splice(Math.max(last + 1, from), 0, own!);
}
