import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from './typescript.cjs';

const packages = readFileSync(new URL('packages.txt', import.meta.url), 'utf8');
const project = join(packages, 'rxjs/src/tsconfig.cjs.json');

/** What a newer compiler and a check of the libraries ask for. */
const CHANGED = { target: 'es2022', lib: ['es2022', 'dom'], types: [], noEmit: true, incremental: false };

function readProject() {
  const { config } = ts.readConfigFile(project, ts.sys.readFile);
  const compilerOptions = { ...config.compilerOptions, ...CHANGED };
  return ts.parseJsonConfigFileContent({ ...config, compilerOptions }, ts.sys, dirname(project));
}

export function run() {
  const { fileNames, options } = readProject();
  const host = ts.createCompilerHost(options);
  host.getDefaultLibLocation = () => join(packages, 'typescript/lib');
  const program = ts.createProgram({ rootNames: fileNames, options, host });
  const diagnostics = ts.getPreEmitDiagnostics(program);
  return `${program.getSourceFiles().length} files, ${program.getTypeCount()} types, ${diagnostics.length} errors`;
}
