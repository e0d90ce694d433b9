import type { Profile } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';
import { CallgrindImporter } from './callgrind.ts';
import { CollapsedImporter } from './collapsed.ts';
import type { ImportOptions } from './imported.ts';
import { JsonImporter } from './json-import.ts';
import { importPprof } from './pprof.ts';
import { importPstats } from './pstats.ts';
import { WholeFile } from './whole-file.ts';

/** Makes a profile of a file whose bytes come in pieces. What is wrong with them is a ProfileError of one line. */
export interface Importer {
  write(bytes: Uint8Array): void;
  end(): Profile;
}

type MakeImporter = (options: ImportOptions, budget: ReadBudget) => Importer;

/** What can be imported. */
export const IMPORT_FORMATS: Readonly<Record<string, MakeImporter>> = {
  cpuprofile: (options, budget) => new JsonImporter(options, budget),
  callgrind: (options, budget) => new CallgrindImporter(options, budget),
  pstats: (options, budget) => new WholeFile(options, budget, importPstats),
  collapsed: (options, budget) => new CollapsedImporter(options, budget),
  speedscope: (options, budget) => new JsonImporter(options, budget),
  pprof: (options, budget) => new WholeFile(options, budget, importPprof),
};

/** Bytes by which a format is told. */
export const HEAD = 4096;

const MARSHALLED_DICTIONARY: readonly number[] = [0x7b, 0xfb];
const CALLGRIND =
  /^(?:# callgrind format|(?:version|creator|positions|events|cmd|pid|desc|part|thread): ?|(?:fl|fn|ob)=)/m;
/** What no text has. */
// eslint-disable-next-line no-control-regex
const BINARY = /[\x00-\x08\x0e-\x1f]/;
const JSON_OBJECT = /^\ufeff?\s*\{\s*(?:["}]|$)/;

/** The format that the first bytes of a file are of. */
export function formatOf(head: Uint8Array): string {
  const text = new TextDecoder().decode(head);
  if (JSON_OBJECT.test(text)) return 'cpuprofile';
  if (MARSHALLED_DICTIONARY.includes(head[0]!) && BINARY.test(text)) return 'pstats';
  if (BINARY.test(text)) return 'pprof';
  return CALLGRIND.test(text) ? 'callgrind' : 'collapsed';
}
