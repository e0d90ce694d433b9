import { createRequire } from 'node:module';
import { readConfig } from './config.ts';
import type { LoaderConfig } from './config.ts';
import { setVariable } from './environment.ts';
import { isAllowed } from './permission.ts';

/** A session that this process takes part in, and what starts profiling. */
export interface Prepared {
  readonly config: LoaderConfig;
  readonly begin: () => void;
}

/** What the runtime says of itself. */
interface Ready {
  readonly begin: () => void;
  readonly followsParents: boolean;
}

/** The session in a directory; undefined where it is over, or this process may not take part. */
export function findSession(directory: unknown): LoaderConfig | undefined {
  const config = typeof directory === 'string' ? readConfig(directory) : undefined;
  if (config === undefined || !isAllowed({ reads: config.own, writes: [config.directory] })) return undefined;
  return config;
}

/**
 * Gets the runtime ready: in a main thread its accountant starts. It takes its orders from the environment; they are gone
 * again when the subject looks.
 */
export function prepareRuntime(config: LoaderConfig): Prepared {
  const orders = {
    TSPROF_DIR: config.directory,
    TSPROF_PARTIALS: config.partials ?? undefined,
    TSPROF_CWD: config.cwd,
    TSPROF_CLOCK: config.clock,
    TSPROF_HZ: config.hz?.toString(),
    TSPROF_HEAD: String(config.cli),
    TSPROF_TAG_REQUESTS: config.tagRequests ? '1' : undefined,
    TSPROF_PARENTS: config.parents === null ? undefined : config.parents ? '1' : '0',
    TSPROF_PROMISES: config.promises ? '1' : undefined,
    TSPROF_TIMELINE: config.timeline?.toString(),
    TSPROF_MEMORY: config.memory ?? undefined,
    TSPROF_OUTPUT: undefined,
    TSPROF_CONTROL: config.control ?? undefined,
    TSPROF_SIGNAL: config.signal ?? undefined,
    TSPROF_SIGNAL_OUTPUT: config.output,
    TSPROF_COMMAND: config.isCommand ? '1' : undefined,
    TSPROF_OFF: config.isOff ? '1' : undefined,
  };
  const before = Object.keys(orders).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(orders)) setVariable(process.env, name, value);
  try {
    const { begin, followsParents } = createRequire(import.meta.url)(config.prepare) as Ready;
    return { config: { ...config, parents: followsParents }, begin };
  } finally {
    for (const [name, value] of before) setVariable(process.env, name, value);
  }
}
