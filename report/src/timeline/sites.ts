import { relativePath, resolvePath } from '@tsprof/runtime/profile';
import { isCalledSo } from '@tsprof/runtime/timeline';
import type { Lane, LaneSite } from '@tsprof/runtime/timeline';

/** A function of a lane, as people are shown it: line from 1, column from 0. */
export interface LaneFunction {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** An index into SITE_KINDS. */
  readonly kind: number;
}

/** The index of `for await` among the kinds of suspensions. */
const FOR_AWAIT = 1;

const UNKNOWN: LaneSite = [0, '[unknown]', '', 0, 0, 0, []];

/** The sites of a lane, files by how to get to them from a directory. */
export class LaneSites {
  readonly #lane: Lane;
  readonly #cwd: string;
  readonly #functions = new Map<number, LaneFunction>();

  constructor(lane: Lane, cwd: string) {
    this.#lane = lane;
    this.#cwd = cwd;
  }

  /** The function of a site; one that the file does not tell of has no name. */
  functionOf(site: number): LaneFunction {
    let found = this.#functions.get(site);
    if (found === undefined) {
      const [, name, file, line, column, kind] = this.#row(site);
      const shown = file === '' ? '' : relativePath(this.#cwd, resolvePath(this.#lane.info.cwd, file));
      this.#functions.set(site, (found = { name, file: shown, line, column, kind }));
    }
    return found;
  }

  /** The line of an await by its number in the function, from 1; that of the function where it is not known. */
  lineOf(site: number, place: number): number {
    return this.#placeOf(site, place)?.[1] ?? this.#row(site)[3];
  }

  /** What stands for the name that an await calls (callee.ts in the runtime); 0: none is known. */
  calleeOf(site: number, place: number): number {
    return this.#placeOf(site, place)?.[3] ?? 0;
  }

  /** Whether an await is known to be of a coroutine of this site, if that is what left the stack right before it. */
  awaits(site: number, place: number, awaited: number): boolean {
    const isLoop = this.#placeOf(site, place)?.[0] === FOR_AWAIT;
    const [, name, , , , kind] = this.#row(awaited);
    return isCalledSo(this.calleeOf(site, place), isLoop, { name, kind });
  }

  #placeOf(site: number, place: number): LaneSite[6][number] | undefined {
    return place === 0 ? undefined : this.#row(site)[6][place - 1];
  }

  #row(site: number): LaneSite {
    return this.#lane.sites.get(site) ?? UNKNOWN;
  }
}
