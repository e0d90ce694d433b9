import type { Profile } from './format.ts';

/** A function, or what else is a site, and where it begins. */
export interface Definition {
  readonly name: string;
  /** As the profile has it; '' for what is in no file. */
  readonly file: string;
  readonly line: number;
}

/** What a site is, as tables say it. */
export function definitionOf({ sites, files }: Pick<Profile, 'sites' | 'files'>, site: number): Definition {
  return { name: sites.name[site]!, file: files[sites.file[site]!] ?? '', line: sites.line[site]! };
}
