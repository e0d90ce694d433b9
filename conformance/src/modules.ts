import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { PROBES } from './compile.ts';

/** Where modules come from. */
export interface Modules {
  readonly context: vm.Context;
  /** What PROBES exports; null where nothing is instrumented. */
  readonly probes: object | null;
  read(path: string): string;
}

/** Compiles a module and what it imports, each file once, links and evaluates it. */
export async function runModule(path: string, modules: Modules): Promise<vm.Module> {
  const load = createLoader(modules);
  const module = load(path);
  if (module.status === 'unlinked') {
    await module.link((specifier, { identifier }) => load(resolve(specifier, identifier)));
  }
  await module.evaluate();
  return module;
}

const resolve = (specifier: string, from: string): string =>
  specifier === PROBES ? PROBES : join(dirname(from), specifier);

function createLoader(modules: Modules): (file: string) => vm.Module {
  const loaded = new Map<string, vm.Module>();
  const load = (file: string): vm.Module => {
    const known = loaded.get(file);
    if (known) return known;
    const module = file === PROBES ? probesModule(modules) : sourceModule(file);
    loaded.set(file, module);
    return module;
  };

  async function importFrom(specifier: string, from: string): Promise<vm.Module> {
    const module = load(resolve(specifier, from));
    if (module.status === 'unlinked') {
      await module.link((inner, { identifier }) => load(resolve(inner, identifier)));
    }
    await module.evaluate();
    return module;
  }

  function sourceModule(file: string): vm.SourceTextModule {
    if (!/\.m?js$/.test(file)) throw new Error(`${file}: only JavaScript is loaded here`);
    return new vm.SourceTextModule(modules.read(file), {
      context: modules.context,
      identifier: file,
      importModuleDynamically: (specifier) => importFrom(specifier, file),
    });
  }

  return load;
}

function probesModule({ context, probes }: Modules): vm.Module {
  const exported = Object.entries(probes ?? {});
  const names = exported.map(([name]) => name);
  return new vm.SyntheticModule(
    names,
    function () {
      for (const [name, value] of exported) this.setExport(name, value);
    },
    { context, identifier: PROBES },
  );
}
