import type { PlaceTable, Profile, SiteKind } from './format.ts';
import { commonDirectory, relativePath, resolvePath } from './paths.ts';
import { PlaceRows } from './place-rows.ts';

/** The new row of each row of a profile's tables. */
export interface NewRows {
  readonly sites: readonly number[];
  readonly places: readonly number[];
}

/** The tables of files, sites and places that grow as profiles are added: sites of one identity are one row. */
export class SiteUnion {
  /** Files are relative to it: what the directories of all profiles have in common. */
  #cwd: string | null = null;
  /** By row: paths relative to `#cwd`, and the row of each. */
  #files: string[] = [];
  #fileIds = new Map<string, number>();
  readonly #ids = new Map<string, number>();
  readonly #sites = {
    name: [] as string[],
    file: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as SiteKind[],
  };
  readonly #places = new PlaceRows();

  /** Adds the sites and places of a profile. */
  add(profile: Profile): NewRows {
    this.#widen(profile.cwd);
    const files = profile.files.map((file) => this.#rebase(profile.cwd, file));
    const sites = profile.sites.name.map((_, site) => this.#addSite(profile, files, site));
    return { sites, places: this.#addPlaces(profile.places, sites) };
  }

  /** What has been added so far. */
  tables(): Pick<Profile, 'cwd' | 'files' | 'sites' | 'places'> {
    return { cwd: this.#cwd, files: this.#files, sites: this.#sites, places: this.#places.table };
  }

  /** Has all files relative to a directory that this one is in, too. */
  #widen(cwd: string | null): void {
    const before = this.#cwd;
    if (cwd === null) return;
    const common = before === null ? commonDirectory([cwd]) : commonDirectory([before, cwd]);
    if (common === before) return;
    this.#cwd = common;
    this.#files = this.#files.map((file) => this.#rebase(before, file));
    this.#fileIds = new Map(this.#files.map((file, id) => [file, id]));
  }

  #rebase(cwd: string | null, file: string): string {
    if (this.#cwd === null) return file;
    return relativePath(this.#cwd, resolvePath(cwd ?? this.#cwd, file));
  }

  #addSite({ sites }: Profile, files: readonly string[], site: number): number {
    const { name, line, column, kind } = sites;
    const file = this.#fileId(files[sites.file[site]!]);
    const identity = JSON.stringify([name[site], file, line[site], column[site], kind[site]]);
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    this.#ids.set(identity, this.#sites.name.length);
    this.#sites.file.push(file);
    this.#sites.line.push(line[site]!);
    this.#sites.column.push(column[site]!);
    this.#sites.kind.push(kind[site]!);
    return this.#sites.name.push(name[site]!) - 1;
  }

  #fileId(file: string | undefined): number {
    if (file === undefined) return -1;
    const known = this.#fileIds.get(file);
    if (known !== undefined) return known;
    const id = this.#files.push(file) - 1;
    this.#fileIds.set(file, id);
    return id;
  }

  #addPlaces({ site, line, column, kind }: PlaceTable, sites: readonly number[]): readonly number[] {
    return site.map((old, place) => {
      const values = [sites[old]!, line[place]!, column[place]!, kind[place]!] as const;
      return this.#places.add(values.join(' '), ...values);
    });
  }
}
