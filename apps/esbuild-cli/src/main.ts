import { parseArgs } from 'node:util';
import { countFile } from './count.ts';
import type { Counts } from './count.ts';
import { table } from './table.ts';

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { fail: { type: 'boolean' } },
  });
  const counted = await Promise.all(positionals.map(tryToCount));
  const known = counted.filter((counts) => counts !== null);
  console.log(table(known));
  return values.fail || known.length < counted.length ? 1 : 0;
}

async function tryToCount(file: string): Promise<Counts | null> {
  try {
    return await countFile(file);
  } catch {
    console.error(`wc: ${file} cannot be read`);
    return null;
  }
}

process.exitCode = await main();
