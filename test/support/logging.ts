import { createCoreProbes } from '../../runtime/src/probes/core.ts';
import { AT } from '../../runtime/src/log/cells.ts';
import { createChunks, stamp, startChunks } from '../../runtime/src/carriers/chunks.ts';
import { createLog } from '../../runtime/src/log/log.ts';
import { createTokens } from '../../runtime/src/log/tokens.ts';
import { createRegistry, register } from '../../runtime/src/sites/registry.ts';
import { SITE_KINDS, type SiteKind } from '../../runtime/src/profile/format.ts';

/** Probes of a page's log, as words, under a clock that only moves when it is told to. */
export function startLogging() {
  const log = createLog();
  const tokens = createTokens();
  const registry = createRegistry();
  let now = 0;
  const chunks = createChunks(log, () => now, true);
  startChunks(chunks);
  return {
    log,
    tokens,
    probes: createCoreProbes(log, tokens, registry),
    /** A new site of `test.ts`, on the line that is its number. */
    site: (name: string, kind: SiteKind = 'async function') =>
      register(registry, 'test.ts', `0${name}`, [registry.size, SITE_KINDS.indexOf(kind)]),
    registry,
    /** Moves the clock, ns. */
    pass: (time: number) => void (now += time),
    /** All that was written since they were last taken. */
    words(): Int32Array {
      const rest = log.words.slice(0, stamp(chunks, log.cells[AT]!));
      log.cells[AT] = 0;
      return Int32Array.from([...chunks.full.splice(0), rest].flatMap((chunk) => [...chunk]));
    },
  };
}
