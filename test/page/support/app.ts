/** An app with a worker, how it is built, and what of it is called. */
import { build } from 'esbuild';
import type { BuildOptions, OutputFile } from 'esbuild';

export const APP = {
  'src/app.ts': `import { half } from './half.ts';
export async function rest(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 1));
}
function crunch(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += half(i);
  return sum;
}
class App {
  async start(): Promise<void> {
    for (const n of [10, 20]) {
      crunch(n);
      await rest();
    }
  }
}
const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => void (document.title = \`done \${data}\`);
await new App().start();
`,
  'src/half.ts': 'export const half = (n: number): number => n / 2;\n',
  'src/worker.ts': `import { half } from './half.ts';
function total(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += half(i);
  return sum;
}
postMessage(total(100));
`,
};

/** Minified modules, as users have them; they are still to be written. */
export async function buildApp(cwd: string, options: BuildOptions): Promise<readonly OutputFile[]> {
  const entryPoints = ['src/app.ts', 'src/worker.ts'];
  const built = { absWorkingDir: cwd, entryPoints, format: 'esm', bundle: true, minify: true } as const;
  const { outputFiles } = await build({ ...built, logLevel: 'silent', ...options, write: false });
  return outputFiles;
}

/** How often each function is called, wherever the app is served from. */
export const CALLS = {
  'src/app.ts:2 rest': 2,
  'src/app.ts:3 rest/new Promise()': 2,
  'src/app.ts:5 crunch': 2,
  'src/app.ts:11 App.start': 1,
  'src/app.ts:19 worker.onmessage': 1,
  'src/half.ts:1 half': 130,
  'src/worker.ts:2 total': 1,
};
