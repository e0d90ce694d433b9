import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file as another tool wrote it. */
export function foreign(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/foreign', name));
}
