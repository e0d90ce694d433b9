import type { ClockName } from '../../profile/format.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';

/** Who this page, frame or worker is. */
export function threadInfo(id: string, clock: ClockName, notes: readonly string[]): ThreadInfo {
  return { id, name: realmName(), pid: 0, cwd: null, started: Date.now(), clock, health: {}, notes };
}

const WORKERS: Readonly<Record<string, string>> = {
  DedicatedWorkerGlobalScope: 'worker',
  SharedWorkerGlobalScope: 'shared worker',
  ServiceWorkerGlobalScope: 'service worker',
};

/** `page /todo`, `frame /ad`, `worker sums`, `service worker /sw.js`. */
function realmName(): string {
  const { pathname = '' } = (globalThis as { location?: Location }).location ?? {};
  if (isWindow()) return `${window.parent === window ? 'page' : 'frame'} ${pathname}`;
  const kind = WORKERS[globalThis.constructor.name] ?? 'worker';
  return `${kind} ${(globalThis as { name?: string }).name || pathname}`.trim();
}

/** Whether this is a page or frame, not a worker. */
export function isWindow(): boolean {
  return typeof window !== 'undefined' && typeof document !== 'undefined';
}
