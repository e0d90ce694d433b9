import fs from 'node:fs';
import { dirname } from 'node:path';
import type { Profile } from '../../profile/format.ts';
import { jsonPieces } from '../../profile/json-pieces.ts';
import { writeOutput } from './files/output.ts';
import type { Content } from './files/replace.ts';
import { gzipPieces } from './gzip.ts';

const { mkdirSync } = fs;

/** Writes a profile where `path` leads, its folder made if it is missing. Throws what the file system throws. */
export function writeProfile(path: string, profile: Profile): void {
  const content = profileContent(path, profile);
  try {
    writeOutput(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeOutput(path, content);
  }
}

/** A profile as it stands in a file of this name: gzipped when the name ends in `.gz`. */
export function profileContent(path: string, profile: Profile): Content {
  const text = jsonPieces(profile);
  return path.endsWith('.gz') ? gzipPieces(text) : text;
}

/** The same profile, said to be what there was when it was taken: its threads go on. */
export function asPartial(profile: Profile): Profile {
  const threads = profile.threads.map((thread) => ({ ...thread, partial: true as const }));
  return { ...profile, threads };
}
