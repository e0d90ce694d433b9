import type { SiteRow } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { siteAt } from '../../runtime/src/replay/stack.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { threadProfile } from '../../runtime/src/thread-profile/thread-profile.ts';
import { checkInvariants } from '../../test/support/virtual-invariants.ts';
import type { Recording } from './recording.ts';

/** The kind of module bodies, an index into SITE_KINDS: one that threw is closed by a microtask of its own. */
const MODULE = 4;

/** Names of what is on the stack, innermost last; bodies of modules only where `modules` asks for them. */
export function onStack({ state: { stack, tree }, registry }: Recording, modules: boolean): string[] {
  const names: string[] = [];
  const sites = sitesOf(registry);
  for (let depth = 1; depth <= stack.depth; depth++) {
    const { kind, name } = sites[siteAt(stack, tree, depth)]!;
    if (modules || kind !== MODULE) names.push(name);
  }
  return names;
}

/** The laws that a recording's accounts break, one line each, after it was stopped. */
export function brokenLaws(recording: Recording): string[] {
  const broken: string[] = [];
  for (const [name, count] of Object.entries(recording.state.anomalies)) broken.push(`${name} ${count}`);
  try {
    checkInvariants(profileOf(recording), recording.now());
  } catch (error) {
    broken.push(String((error as Error).message));
  }
  return broken;
}

/** By way of a copy: the state's arrays have the methods of a realm where anything may have been patched. */
function profileOf({ state, registry }: Recording) {
  const sites = sitesOf(registry);
  const rows: SiteRow[] = [];
  for (let site = 0; site < sites.length; site++) rows.push({ ...sites[site]! });
  const info = { id: '1.0', name: 'main', pid: 1, cwd: null, started: 0, clock: 'exact' } as const;
  return threadProfile({ ...info, health: {}, notes: [] }, rows, snapshot(structuredClone(state)));
}
