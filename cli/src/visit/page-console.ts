import { printable } from '@tsprof/runtime/profile';
import type { BrowserContext, ConsoleMessage } from 'playwright-core';
import type { CliOutput } from '@tsprof/report/command-line/process';

/** Shows on stderr what the pages of a browser complain of. */
export function showComplaints(context: BrowserContext, stderr: CliOutput): void {
  const show = (text: string): void => {
    for (const line of text.trimEnd().split(/\r?\n/)) stderr.write(`page: ${printable(line)}\n`);
  };
  context.on('console', (message) => {
    if (message.type() === 'error' && !isOfIcon(message)) show(textOf(message));
  });
  context.on('weberror', (webError) => show(thrown(webError.error())));
  // Browsers say of this only that it is so.
  context.on('requestfailed', (request) => {
    if (BY_ISOLATION.test(request.failure()?.errorText ?? ''))
      stderr.write(`tsprof: ${printable(request.url())} ${BLOCKED}\n`);
  });
}

/** Of a frame or a resource; that it would not be loaded by other pages either is said otherwise. */
const BY_ISOLATION = /BLOCKED_BY_RESPONSE\..*(?:Coep|Dip)/;
const BLOCKED =
  'is not offered to pages that are cross-origin isolated. Where tsprof has them so, --no-isolate loads it.';

/** Browsers ask for a site's icon by themselves, and few sites have one. */
function isOfIcon(message: ConsoleMessage): boolean {
  return isNotLoaded(message) && /^\w+:\/\/[^/]+\/favicon\.ico$/.test(message.location().url);
}

const isNotLoaded = (message: ConsoleMessage): boolean =>
  message.text().startsWith('Failed to load resource');

/** What could not be loaded stands beside the text. */
function textOf(message: ConsoleMessage): string {
  const text = message.text();
  return isNotLoaded(message) ? `${text}: ${message.location().url}` : text;
}

function thrown({ name, message }: Error): string {
  return `Uncaught ${name === '' ? 'value' : name}: ${message}`;
}
