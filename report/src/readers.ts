import type { Commands } from './command-line/run-main.ts';

/** The subcommands that only read profiles: those of `tsprof-report`, and some of `tsprof`. */
export const READERS: Commands = {
  stats: async () => (await import('./commands/stats.ts')).statsCommand,
  awaits: async () => (await import('./commands/awaits.ts')).awaitsCommand,
  lines: async () => (await import('./commands/lines.ts')).linesCommand,
  memory: async () => (await import('./commands/memory.ts')).memoryCommand,
  coroutines: async () => (await import('./commands/coroutines.ts')).coroutinesCommand,
  blocking: async () => (await import('./commands/blocking.ts')).blockingCommand,
  requests: async () => (await import('./commands/requests.ts')).requestsCommand,
  tests: async () => (await import('./commands/tests.ts')).testsCommand,
  critical: async () => (await import('./commands/critical.ts')).criticalCommand,
  view: async () => (await import('./commands/view.ts')).viewCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  merge: async () => (await import('./commands/merge.ts')).mergeCommand,
  query: async () => (await import('./commands/query.ts')).queryCommand,
  push: async () => (await import('./commands/push.ts')).pushCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  attach: async () => (await import('./commands/attach.ts')).attachCommand,
};
