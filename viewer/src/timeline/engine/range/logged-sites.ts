import { SITE_KINDS } from '@tsprof/runtime/profile';
import { events, PROFILED, type SiteRow } from '@tsprof/runtime/replay';
import type { LaneSite } from '@tsprof/runtime/timeline';

/** What is to be known of a site that is written into a log. */
export interface LoggedSite {
  /** Its number there. */
  readonly id: number;
  readonly isGenerator: boolean;
  /** It is one that is not async. */
  readonly isPlainGenerator: boolean;
  /** The control word that tells of a tag before an activation of it begins; null: it is none. */
  readonly tagWord: number | null;
}

const NO_ROW: SiteRow = {
  ...{ name: 'a function that the file does not name', file: '', kind: 0, line: 0, column: 0 },
  suspensions: [],
};
const NO_LOGGED_SITE: LoggedSite = {
  ...{ id: events.NO_SITE, isGenerator: false, isPlainGenerator: false, tagWord: null },
};

/** The sites of a timeline's thread as a log has them: without gaps, in the order in which they are met. */
export class LoggedSites {
  /** By their numbers in the log. */
  readonly rows: SiteRow[] = [NO_ROW];
  readonly #sites: ReadonlyMap<number, LaneSite>;
  readonly #logged = new Map<number, LoggedSite>();

  constructor(sites: ReadonlyMap<number, LaneSite>) {
    this.#sites = sites;
  }

  of(site: number): LoggedSite {
    const known = this.#logged.get(site);
    if (known !== undefined) return known;
    const made = this.#add(this.#sites.get(site));
    this.#logged.set(site, made);
    return made;
  }

  #add(site: LaneSite | undefined): LoggedSite {
    if (site === undefined || this.rows.length === events.FIRST_LINE) return NO_LOGGED_SITE;
    const [, name, file, line, column, kind, places] = site;
    const suspensions = places.map(([kind, line, column, callee]) => ({ kind, line, column, callee }));
    const id = this.rows.push({ name, file, kind, line, column, suspensions }) - 1;
    const isPlainGenerator = SITE_KINDS[kind] === 'generator';
    const isGenerator = isPlainGenerator || SITE_KINDS[kind] === 'async generator';
    return { id, isGenerator, isPlainGenerator, tagWord: tagWordOf(name, kind) };
  }
}

/** Calls of `profile(fn)` are tags, but no requests. */
function tagWordOf(name: string, kind: number): number | null {
  if (SITE_KINDS[kind] !== 'tag') return null;
  return name === PROFILED ? events.TAG : events.REQUEST;
}
