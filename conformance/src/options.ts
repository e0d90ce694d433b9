import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { WATCHES, type WatchName } from './watch.ts';

/** What was asked for on the command line. */
export interface Options {
  readonly suite: string;
  readonly only: string;
  readonly jobs: number;
  readonly json: string | null;
  readonly watch: WatchName;
  readonly stress: string | null;
  readonly help: boolean;
}

export const USAGE = `usage: npm run conformance -- --suite PATH [--only PREFIX] [--jobs N] [--json FILE]
                                     [--watch replay|contract] [--stress moved|iterator|counted|lines|promises]

Runs tc39/test262 as is, through Babel alone, and instrumented. Fails (exit code 1) when a test passes through Babel
alone and fails instrumented, save for those in conformance/unavoidable.txt, or when the accounts of one violate a law.

  --suite PATH     a checkout: git clone --depth 1 of tc39/test262 on GitHub
  --only PREFIX    only tests whose path below test/ begins so, as in language/statements/for-await-of
  --jobs N         processes, as many as there are cores by default
  --json FILE      writes figures and findings to a file
  --watch NAME     who looks at the probes: 'replay', the runtime itself under a fake clock (the default),
                   or 'contract', which keeps a stack of its own
  --stress MODE    'moved': every parameter list that is not simple moves into the body where it may;
                   'iterator': every one that can be is evaluated through an iterator;
                   'counted': every call is counted as one of a built-in;
                   'lines': every function tells of its lines;
                   'promises': promises that functions return are followed`;

/** Throws an Error of one line when the arguments make no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      suite: { type: 'string' },
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      json: { type: 'string' },
      watch: { type: 'string', default: 'replay' },
      stress: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { suite, only, json, help, watch, stress } = values;
  const jobs = Number(values.jobs);
  if (suite === undefined && !help)
    throw new Error('--suite: expected the path of a checkout of tc39/test262');
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new Error(`--jobs: expected a number of processes, found ${values.jobs}`);
  if (!(watch in WATCHES))
    throw new Error(`--watch: expected ${Object.keys(WATCHES).join(' or ')}, found ${watch}`);
  if (stress !== undefined && !['moved', 'iterator', 'counted', 'lines', 'promises'].includes(stress))
    throw new Error(`--stress: expected moved, iterator, counted, lines or promises, found ${stress}`);
  return {
    suite: suite ?? '',
    only: only.replace(/^test\//, ''),
    jobs,
    json: json ?? null,
    watch: watch as WatchName,
    stress: stress ?? null,
    help,
  };
}
