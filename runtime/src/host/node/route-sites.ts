import { add, mapDelete, mapGet, mapSet } from '../../intrinsics.ts';
import { packRename, packTag } from '../../sites/packed-table.ts';
import { register, type Registry } from '../../sites/registry.ts';
import { foldedPath } from './folded-path.ts';
import { fits, routePattern, segmentsOf, type RoutePattern } from './route-pattern.ts';

/*
 * The tags of requests. A request needs a site when it begins, and its route is known when it has been handled. So each path has a
 * site of its own at first, by the name of the path with its ids folded; when the first request there has ended, the site is given
 * the name of the route. Sites of one name are one row in reports. Once some paths have turned out to be of one route, further paths
 * that its pattern fits are taken to be of it from the start.
 */

/** So many paths have a site before their route is known; all further ones share one. */
const MOST_PATHS = 200;
/** So many routes have a site. */
const MOST_ROUTES = 500;
/** So many paths of a route have a site of their own. */
const ENOUGH = 4;
/** So many paths are told apart of which no route is known, and which were not found. */
const MOST_STRANGE = 200;

interface Route {
  readonly site: number;
  readonly method: string;
  readonly pattern: RoutePattern | null;
  /** How many paths were of it so far. */
  paths: number;
}

/** What a request began as. */
export interface Begun {
  readonly site: number;
  readonly method: string;
  /** Its method and folded path. */
  readonly key: string;
}

/** Gives requests their sites. */
export class RouteSites {
  readonly #registry: Registry;
  /** By method and folded path; and by method and route. */
  readonly #paths = new Map<string, number>();
  readonly #routes = new Map<string, Route>();
  readonly #list: Route[] = [];
  /** Sites that have their last name. */
  readonly #named = new Map<number, true>();
  #pathSites = 0;
  #strange = 0;
  #others: number | null = null;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** For a request that begins. */
  begin(method: string, path: string): Begun {
    const key = `${method} ${foldedPath(path)}`;
    return { site: mapGet(this.#paths, key) ?? this.#newPath(method, path, key), method, key };
  }

  #newPath(method: string, path: string, key: string): number {
    const known = this.#routeOf(method, path);
    if (known !== null) return known.site;
    if (this.#pathSites >= MOST_PATHS || this.#strange >= MOST_STRANGE) return this.#otherSite();
    const site = register(this.#registry, ...packTag(key));
    this.#pathSites++;
    mapSet(this.#paths, key, site);
    return site;
  }

  /** The route whose pattern says most of a path that it fits, among those that are known well. */
  #routeOf(method: string, path: string): Route | null {
    const segments = segmentsOf(path);
    let best: Route | null = null;
    for (let at = 0; at < this.#list.length; at++) {
      const route = this.#list[at]!;
      if (route.paths < ENOUGH || route.method !== method || route.pattern === null) continue;
      const isBetter = best === null || route.pattern.fixed > best.pattern!.fixed;
      if (isBetter && fits(route.pattern, segments)) best = route;
    }
    return best;
  }

  #otherSite(): number {
    return (this.#others ??= register(this.#registry, ...packTag('other requests')));
  }

  /** A request was of this route; null: of none that is known, and `isFound` says whether it was answered all the same. */
  end({ site, method, key }: Begun, route: string | null, isFound: boolean): void {
    if (mapGet(this.#named, site) !== undefined && mapGet(this.#paths, key) === site) return;
    if (route !== null) this.#learn(site, method, key, route);
    else if (isFound) mapSet(this.#named, site, true);
    else this.#forget(site, method, key);
  }

  #learn(site: number, method: string, key: string, text: string): void {
    const label = `${method} ${text}`;
    const isOwn = mapGet(this.#paths, key) === site;
    const known = mapGet(this.#routes, label);
    if (known !== undefined && !isOwn) return;
    if (isOwn) {
      if (label !== key) this.#rename(site, label);
      mapSet(this.#named, site, true);
    }
    if (known !== undefined) known.paths++;
    else if (this.#list.length < MOST_ROUTES) this.#add(isOwn ? site : null, method, label, text);
  }

  #add(own: number | null, method: string, label: string, text: string): void {
    const site = own ?? register(this.#registry, ...packTag(label));
    const pattern = charIsSlash(text) ? routePattern(text) : null;
    // Who had no site of its own comes late: there are too many paths to wait for more of them.
    const route = { site, method, pattern, paths: own === null ? ENOUGH : 1 };
    mapSet(this.#routes, label, route);
    add(this.#list, route);
  }

  /** Anybody can ask for what is not there: such a path has no site of its own any more. */
  #forget(site: number, method: string, key: string): void {
    if (mapGet(this.#paths, key) !== site) return;
    this.#rename(site, `${method} (not found)`);
    mapDelete(this.#paths, key);
    this.#pathSites--;
    this.#strange++;
  }

  #rename(site: number, label: string): void {
    register(this.#registry, ...packRename(site, label));
  }
}

const charIsSlash = (text: string): boolean => text[0] === '/';
