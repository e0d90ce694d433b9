// The process of one run: a program from cases/, its results in a folder. Arguments: the program's file, the folder,
// and the file for the time that the program took once its modules were loaded (ms).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const [file, folder, times] = process.argv.slice(2);
const { run } = await import(pathToFileURL(file).href);

function write(name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const began = performance.now();
await run(write);
writeFileSync(times, String(performance.now() - began));
