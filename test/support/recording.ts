import { createCoreProbes, type CoreProbes } from '../../runtime/src/probes/core.ts';
import { Batch } from '../../runtime/src/carriers/batch.ts';
import { createLog } from '../../runtime/src/log/log.ts';
import { Stamper, type Stamps } from '../../runtime/src/carriers/stamper.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createPauses, type Pauses } from '../../runtime/src/session/pauses.ts';
import type { Profile, SiteKind } from '../../runtime/src/profile/format.ts';
import { SITE_KINDS } from '../../runtime/src/profile/format.ts';
import { createRegistry, isGenerator, register } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { threadProfile } from '../../runtime/src/thread-profile/thread-profile.ts';
import { byHand } from './calls.ts';

/** Probes whose log is replayed under a clock that only moves when it is told to. */
export interface Recording {
  readonly probes: ReturnType<typeof byHand<CoreProbes & Pauses>>;
  readonly batch: Batch;
  /** A new site; the same name may be given again for another definition. */
  site(name: string, kind?: SiteKind): number;
  /** As instrumented code registers its sites. */
  register(file: string, names: string, spots: readonly number[]): number;
  /** Moves the clock, ns. */
  pass(time: number): void;
  profile(): Profile;
}

/** A recording that has been started. */
export function startRecording(stamps: Stamps = 'all', costs?: Float64Array): Recording {
  const log = createLog();
  const tokens = createTokens();
  const registry = createRegistry();
  let now = 1000;
  const batch = new Batch({
    log,
    tokens,
    isGenerator: (site) => isGenerator(registry, site),
    stamper: new Stamper(() => now, stamps),
    samples: null,
    hasCallLengths: true,
    ...(costs && { costs }),
  });
  batch.start();
  return {
    probes: byHand({ ...createCoreProbes(log, tokens, registry), ...createPauses(log) }),
    batch,
    site: (name, kind = 'function') =>
      register(registry, 'test.ts', `0${name}`, [registry.size, SITE_KINDS.indexOf(kind)]),
    register: (file, names, spots) => register(registry, file, names, spots),
    pass: (time) => void (now += time),
    profile: () =>
      threadProfile(
        { id: '1.0', name: 'main', pid: 1, cwd: null, started: 0, clock: 'exact', health: {}, notes: [] },
        sitesOf(registry),
        batch.snapshot(),
      ),
  };
}
