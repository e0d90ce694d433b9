import type { ProbeName } from './emit/probes.ts';
import type { Site, Suspension } from './table.ts';

/** The lines that a function tells of. */
export interface FrameLines {
  readonly probe: ProbeName;
  /** Statements of a script must not change its completion value. */
  readonly isScript: boolean;
  /** By number; the first is where the function begins. */
  readonly list: number[];
  readonly numbers: Map<number, number>;
}

/** What the walk knows of the function (or module body, static block) it is in. */
export interface Frame {
  readonly parent: Frame | null;
  /** Its name with those of the functions around it, for what is nested in it; '' at the top. */
  readonly path: string;
  /** The name of what it returns; '' where that has none of its own. */
  readonly returns: string;
  /** Where its probes say that it is; null: it gets none, whatever is inside. */
  readonly site: Site | null;
  /** It gets no probes, nor does any function inside. */
  readonly bare: boolean;
  /** It is a coroutine whose token stands in a constant: suspensions get probes. */
  readonly token: boolean;
  /** It yields: a `return()` can end it at any suspension. */
  readonly generator: boolean;
  readonly async: boolean;
  /** Its source declares what it returns, and so what its yields return. */
  readonly declared: boolean;
  /** It can run before its module's body does, so the file may not be registered yet. */
  readonly early: boolean;
  /** Calls of functions without probes can be counted in it: the variable for that is there. */
  readonly counts: boolean;
  /** The function may return a promise, which is kept for its last probe: the variable for that is there where `kept` is not 0. */
  readonly keepsReturned: boolean;
  /** In so many places it returns what is kept. */
  kept: number;
  /** Number of such calls met so far. */
  calls: number;
  /** In so many parameters, fields of classes and blocks with `await using` the walk is now, where none are counted. */
  elsewhere: number;
  /** Number of suspensions met so far: what lies between two readings contains one if they differ. */
  suspensions: number;
  /** In so many finally blocks of it the walk is now. */
  finalizers: number;
  /** Those that get probes, in the order of the numbers which the probes give. */
  readonly places: Suspension[];
  /** The lines that it tells of; null: none. */
  lines: FrameLines | null;
  /** A direct eval occurs in it: no name may move to another scope. */
  evaluates: boolean;
  /** `arguments` may be read in it, or in arrow functions inside. */
  usesArguments: boolean;
  /** Syntax that we do not know occurs in it. */
  unknown: boolean;
  /** Names of its `var`s, at any depth of blocks. */
  readonly vars: string[];
  /** Names of the functions declared in it, at any depth of blocks. */
  readonly functions: string[];
}

type Given = Pick<Frame, 'parent' | 'path' | 'bare'> &
  Partial<
    Pick<
      Frame,
      'returns' | 'counts' | 'keepsReturned' | 'site' | 'token' | 'generator' | 'async' | 'declared' | 'early'
    >
  >;

/** A frame about which nothing has been found out yet. */
export function createFrame(given: Given): Frame {
  return {
    parent: given.parent,
    path: given.path,
    returns: given.returns ?? '',
    site: given.site ?? null,
    bare: given.bare,
    token: given.token ?? false,
    generator: given.generator ?? false,
    async: given.async ?? false,
    declared: given.declared ?? false,
    early: given.early ?? given.parent?.early ?? false,
    counts: given.counts ?? false,
    keepsReturned: given.keepsReturned ?? false,
    kept: 0,
    calls: 0,
    elsewhere: 0,
    suspensions: 0,
    finalizers: 0,
    places: [],
    lines: null,
    evaluates: false,
    usesArguments: false,
    unknown: false,
    vars: [],
    functions: [],
  };
}
