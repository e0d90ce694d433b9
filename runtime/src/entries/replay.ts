/** Replay for those who hold a log: events and times in, accounts out. */
export { advance, advanceUnowned, createState, replay, type ReplayState } from '../replay/replay.ts';
export { snapshot, type Accounts } from '../replay/snapshot.ts';
export * as events from '../events.ts';
export { PROFILED } from '../sites/packed-table.ts';
export type { SiteRow } from '../sites/registry.ts';
export { threadProfile } from '../thread-profile/thread-profile.ts';
