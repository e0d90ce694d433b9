import { SITE_KINDS, resolvePath } from '@tsprof/runtime/profile';
import { isCalledSo, type Lane } from '@tsprof/runtime/timeline';
import { NO_FUNCTION, type TimelineFunction } from './messages.ts';

const FOR_AWAIT = 1;
const LOW = 2 ** 12;

/** The functions of a timeline, each once for all threads, and what is known of their awaits. */
export class Functions {
  readonly all: TimelineFunction[] = [];
  readonly #numbers = new Map<string, number>();
  /** By lane and site; most sites have small numbers. */
  readonly #ofSite: Map<number, number>[] = [];
  readonly #ofLowSite: Uint16Array[] = [];
  readonly #lanes: readonly Lane[];

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
    for (const { sites, info } of lanes) {
      const found = new Map<number, number>();
      for (const [site, [, name, file, line, column, kind]] of sites)
        found.set(site, this.#number({ name, file: resolvePath(info.cwd, file), line, column, kind }));
      this.#ofSite.push(found);
      const low = new Uint16Array(LOW).fill(NO_FUNCTION);
      for (const [site, named] of found) if (site < LOW) low[site] = named;
      this.#ofLowSite.push(low);
    }
  }

  #number(row: TimelineFunction): number {
    const key = JSON.stringify(Object.values(row));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    // Beyond that many they are one.
    if (this.all.length === NO_FUNCTION) return NO_FUNCTION;
    const kind = row.kind < SITE_KINDS.length ? row.kind : 0;
    const number = this.all.push({ ...row, kind }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** The function of a lane's site; a site may be missing in a file that was cut. */
  of(lane: number, site: number): number {
    return site < LOW ? this.#ofLowSite[lane]![site]! : (this.#ofSite[lane]!.get(site) ?? NO_FUNCTION);
  }

  /** The line of an await of a site by its number in slices; 0: not known. */
  lineOf(lane: number, site: number, place: number): number {
    return this.#lanes[lane]!.sites.get(site)?.[6][place - 1]?.[1] ?? 0;
  }

  /** Whether a coroutine of this function is what that await awaits. */
  isAwaited(lane: number, site: number, place: number, awaited: number): boolean {
    const await_ = this.#lanes[lane]!.sites.get(site)?.[6][place - 1];
    const row = this.all[awaited];
    if (await_ === undefined || row === undefined) return false;
    const [kind, , , callee] = await_;
    return isCalledSo(callee, kind === FOR_AWAIT, row);
  }
}
