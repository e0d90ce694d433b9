import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Profile } from '../../profile/format.ts';

/** Writes a profile in one step: whoever looks sees the old file or the new one. Throws what the file system throws. */
export function writeProfile(path: string, profile: Profile): void {
  const text = JSON.stringify(profile);
  const temporary = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(temporary, path.endsWith('.gz') ? gzipSync(text) : text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
