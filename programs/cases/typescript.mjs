import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const project = fileURLToPath(new URL('../node_modules/rxjs/src/tsconfig.cjs.json', import.meta.url));
const home = dirname(dirname(project));

/** What this version of the compiler no longer wants to hear of. */
const CHANGED = {
  target: 'es2015',
  moduleResolution: 'bundler',
  ignoreDeprecations: '6.0',
  incremental: false,
  declaration: true,
  types: [],
  outDir: join(home, 'out'),
};

function readProject() {
  const { config } = ts.readConfigFile(project, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(
    { ...config, compilerOptions: { ...config.compilerOptions, ...CHANGED } },
    ts.sys,
    dirname(project),
  );
}

export function run(write) {
  const { fileNames, options } = readProject();
  const program = ts.createProgram(fileNames, options);
  const diagnostics = [...ts.getPreEmitDiagnostics(program)];
  const { diagnostics: more } = program.emit(undefined, (name, text) => write(relative(home, name), text));
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => home,
    getNewLine: () => '\n',
  };
  console.log(ts.formatDiagnostics([...diagnostics, ...more], host));
  console.log(`${program.getSourceFiles().length} files, ${program.getTypeCount()} types`);
}
