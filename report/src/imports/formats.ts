import type { Profile } from '@tsprof/runtime/profile';
import type { Limits, ReadBudget } from '@tsprof/runtime/reading';
import { CallgrindImporter } from './callgrind.ts';
import { CollapsedImporter } from './collapsed.ts';
import type { ImportFormatName } from './format-names.ts';
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

/** One of the formats that can be imported. */
export interface ImportFormat {
  /** How much of a file is read. */
  readonly limits: Partial<Limits>;
  readonly importer: (options: ImportOptions, budget: ReadBudget) => Importer;
}

const MIB = 2 ** 20;
const BYTES = { bytes: { most: 512 * MIB, of: '512 MiB' } };
const CONTAINERS = { containers: { most: 4_000_000, of: '4 million lists and objects' } };
/** Functions are named again and again, and there is an object for each node or stack. */
const JSON_LIMITS = {
  ...{ ...BYTES, ...CONTAINERS, texts: { most: 4_000_000, of: '4 million texts' } },
  fields: { most: 16_000_000, of: '16 million fields of objects' },
  textBytes: { most: 256 * MIB, of: '256 MiB of names and other texts' },
};
/** What is read line by line, or value by value, takes its time. */
const OTHER_LIMITS = { ...BYTES, ...CONTAINERS, values: { most: 20_000_000, of: '20 million values' } };

const json: ImportFormat = {
  limits: JSON_LIMITS,
  importer: (options, budget) => new JsonImporter(options, budget),
};

const FORMATS: Readonly<Record<ImportFormatName, ImportFormat>> = {
  cpuprofile: json,
  callgrind: {
    limits: OTHER_LIMITS,
    importer: (options, budget) => new CallgrindImporter(options, budget),
  },
  pstats: {
    limits: OTHER_LIMITS,
    importer: (options, budget) => new WholeFile(options, budget, importPstats),
  },
  collapsed: {
    limits: OTHER_LIMITS,
    importer: (options, budget) => new CollapsedImporter(options, budget),
  },
  speedscope: json,
  pprof: {
    // Nothing is kept of the frames of a sample.
    limits: { ...BYTES, ...CONTAINERS },
    importer: (options, budget) => new WholeFile(options, budget, importPprof),
  },
};

/** By name. */
export const IMPORT_FORMATS: Readonly<Record<string, ImportFormat>> = FORMATS;

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
