import { Option } from 'commander';
import type { Command } from 'commander';
import type { Profile } from '@tsprof/runtime/profile';
import { TsprofError, asUsageError, errorLine, note } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { readEach } from '../profile-files/read-profiles.ts';
import { destinationOf, type Destination } from '../push/destination.ts';
import { RefusedError } from '../push/refused.ts';
import { counted } from '../tables/text.ts';
import { countOption } from './report-options.ts';

interface PushOptions {
  readonly as: 'profiles' | 'spans';
  readonly service?: string;
  readonly label?: readonly string[];
  readonly header?: readonly string[];
  readonly limit: number;
}

/** Sends one profile, and tells what of it, in words. */
type Send = (profile: Profile, destination: Destination, options: PushOptions) => Promise<string>;

const MOST_SPANS = 1000;

const SENDERS: Readonly<Record<PushOptions['as'], Send>> = { profiles: sendProfile, spans: sendSlowest };

/** Adds `tsprof push`, which sends profiles to the engines that collect those of many machines. */
export function pushCommand(program: Command, process: CliProcess): void {
  const collect = (value: string, earlier: readonly string[] = []) => [...earlier, value];
  program
    .command('push')
    .summary('send profiles to Pyroscope and its like, or spans by OTLP')
    .description(
      'Sends each profile to a server: as pprof to Pyroscope and what takes the same (http://localhost:4040, or the URL of its ' +
        '/ingest), or its slowest coroutines and requests as spans to whatever takes OTLP over HTTP (http://localhost:4318).',
    )
    .argument('<url>', 'the server')
    .argument(
      '<profiles...>',
      'profiles that tsprof wrote, gzipped or not, folders and patterns; - is standard input',
    )
    .addOption(new Option('--as <what>', 'what to send').choices(Object.keys(SENDERS)).default('profiles'))
    .option('--service <name>', 'whose profiles they are (default: $OTEL_SERVICE_NAME)')
    .option(
      '--label <name=value>',
      'what else is known of all of them, as env=production; may be repeated',
      collect,
    )
    .option('--header <name: value>', "send this header, as 'X-Scope-OrgID: team'; may be repeated", collect)
    .addOption(countOption('--limit <count>', MOST_SPANS, 'so many spans of a profile at most, the longest'))
    .addHelpText(
      'after',
      '\nTSPROF_PUSH_TOKEN is sent as a bearer token, TSPROF_PUSH_USER and TSPROF_PUSH_PASSWORD as basic authentication.',
    )
    .action((url: string, files: readonly string[], options: PushOptions) =>
      push(url, files, options, process),
    );
}

async function push(
  url: string,
  files: readonly string[],
  options: PushOptions,
  process: CliProcess,
): Promise<void> {
  const destination = destinationOf(url, options, process.env);
  const send = SENDERS[options.as];
  for await (const { name, profile } of readEach(files, process)) {
    try {
      const what = await send(profile, destination, options);
      process.stderr.write(
        note(`pushed ${what} of ${name} to ${destination.url.origin} as ${destination.service}`),
      );
    } catch (error) {
      const failure = asUsageError(error);
      // The server may take the others none the less.
      if (!(failure instanceof RefusedError)) throw failure;
      const message = `${name} was not pushed: ${failure.message}`;
      process.stderr.write(errorLine(new TsprofError(message)));
      process.exitCode = failure.exitCode;
    }
  }
}

async function sendProfile(profile: Profile, destination: Destination): Promise<string> {
  const [{ pyroscopeMessage }, { send }] = await Promise.all([
    import('../push/pyroscope.ts'),
    import('../push/send.ts'),
  ]);
  await send(pyroscopeMessage(profile, destination));
  return counted(profile.threads.length, 'thread');
}

async function sendSlowest(
  profile: Profile,
  destination: Destination,
  { limit }: PushOptions,
): Promise<string> {
  const [{ spanRecords }, { sendSpans }] = await Promise.all([
    import('../push/span-records.ts'),
    import('../push/otlp.ts'),
  ]);
  const slowest = [...spanRecords(profile)].sort((one, other) => other.length - one.length).slice(0, limit);
  return counted(await sendSpans(slowest, profile.created, destination), 'span');
}
