import { TsprofError } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';

/** Where profiles are pushed to, and as whose. */
export interface Destination {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** More of what is known of all profiles that are pushed: an environment, a region, a version. */
  readonly labels: Readonly<Record<string, string>>;
}

interface DestinationOptions {
  readonly service?: string;
  readonly label?: readonly string[];
  readonly header?: readonly string[];
}

/** What is secret is no option: those can be seen by all users of the machine. */
const TOKEN = 'TSPROF_PUSH_TOKEN';
const USER = 'TSPROF_PUSH_USER';
const PASSWORD = 'TSPROF_PUSH_PASSWORD';

/** As receivers have it; two underscores at the start are theirs. */
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What the options and the environment say. A TsprofError says what is wrong with them. */
export function destinationOf(
  address: string,
  { service, label = [], header = [] }: DestinationOptions,
  env: CliProcess['env'],
): Destination {
  const name = service ?? env['OTEL_SERVICE_NAME'];
  if (name === undefined || name === '')
    throw new TsprofError('it is not known which service the profiles are of', {
      remedy: 'Name it: --service NAME, or OTEL_SERVICE_NAME.',
    });
  return {
    url: parseUrl(address),
    headers: { ...Object.fromEntries(header.map(parseHeader)), ...authorization(env) },
    service: name,
    labels: Object.fromEntries(label.map(parseLabel)),
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new TsprofError(`${JSON.stringify(text)} is no URL to push to`, {
      remedy: 'Name one as http://localhost:4040.',
    });
  if (url.username !== '' || url.password !== '')
    throw new TsprofError('a password in a URL can be seen by all users of this machine', {
      remedy: `Set ${USER} and ${PASSWORD}, or ${TOKEN}.`,
    });
  return url;
}

function authorization(env: CliProcess['env']): Readonly<Record<string, string>> {
  const [token, user, password = ''] = [env[TOKEN], env[USER], env[PASSWORD]];
  if (token !== undefined && user !== undefined)
    throw new TsprofError(`both ${TOKEN} and ${USER} are set`, { remedy: 'Set one of them.' });
  if (token !== undefined) return { Authorization: `Bearer ${token}` };
  if (user === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

function parseLabel(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]*)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || !LABEL_NAME.test(name) || name === 'service_name')
    throw new TsprofError(`--label is ${JSON.stringify(text)}, but a name and a value are expected`, {
      remedy: 'Write it as env=production; the name has letters, digits and _.',
    });
  return [name, value!];
}

function parseHeader(text: string): readonly [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(text) ?? [];
  if (name !== undefined) return [name, value!];
  throw new TsprofError(`--header is ${JSON.stringify(text)}, but a name and a value are expected`, {
    remedy: "Write it as 'X-Scope-OrgID: team'.",
  });
}
