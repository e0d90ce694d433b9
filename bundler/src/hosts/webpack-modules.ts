import { COMPONENT, SCRIPT } from '../module-id.ts';
import type { HookContext } from './host.ts';

/** What we use of webpack's modules; Rspack has the same. */
export interface Module {
  readonly resource?: string;
  useSourceMap?: boolean;
}

/** Loaders that take a file for data, or run it while building, also one whose name is that of a script. */
const DATA_LOADERS =
  /[\\/](?:raw|file|url|text|string|base64|base64-inline|arraybuffer|buffer|val|null|html|json|yaml|script|svg-inline|to-string)-loader[\\/]/;

/** By webpack's type of the module, which rules, queries and `new URL()` set, and by its loaders. */
export function isCode(context: HookContext): boolean {
  const { _module, loaders = [] } = context.getNativeBuildContext?.()?.loaderContext ?? {};
  if (!/^javascript\b/.test(_module?.type ?? 'javascript')) return false;
  return !loaders.some(({ path }) => DATA_LOADERS.test(path ?? ''));
}

/** Has loaders make maps, where nobody else wants any, for the modules that are placed by them; Rspack does not let us. */
export function wantMap(module: Module): void {
  const { resource = '' } = module;
  if (!/[\\/]node_modules[\\/]/.test(resource) && (COMPONENT.test(resource) || SCRIPT.test(resource)))
    Reflect.set(module, 'useSourceMap', true);
}
