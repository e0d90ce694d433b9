import { noClock, wallClock } from '../clock.ts';
import { Batch } from '../log/batch.ts';
import { Stamper } from '../log/stamper.ts';
import type { ClockName } from '../profile/format.ts';
import { isGenerator } from '../registry.ts';
import type { CreateRecorder } from '../session.ts';
import { sitesOf } from '../sites.ts';
import { threadProfile } from '../thread-profile.ts';

/** In pages and their workers the public functions also stand on `globalThis.__tsprof__`, for those without a bundler. */
export function expose(door: object): void {
  Object.defineProperty(globalThis, '__tsprof__', { value: Object.freeze(door), configurable: true });
}

/** Records in the page's or worker's own thread, at exact times. */
export const createRecorder: CreateRecorder = (realm, asked) => {
  const clock: ClockName = asked === 'none' ? 'none' : 'exact';
  const { log, tokens, registry } = realm;
  const started = Date.now();
  const batch = new Batch({
    log,
    tokens,
    isGenerator: (site) => isGenerator(registry, site),
    stamper: clock === 'none' ? new Stamper(noClock, 'none') : new Stamper(wallClock, 'all'),
    marks: null,
  });
  const notes = asked === 'cpu' || asked === 'observed' ? [`clock '${asked}' is not to be had here`] : [];
  return {
    clock,
    start: () => batch.start(),
    stop: () => batch.stop(),
    clear: () => batch.clear(),
    profile: () => {
      const name = typeof document === 'undefined' ? 'worker' : 'main';
      const info = { id: '0.0', name, pid: 0, cwd: null, started, clock, health: batch.health, notes };
      return Promise.resolve(threadProfile(info, sitesOf(registry), batch.snapshot()));
    },
  };
};
