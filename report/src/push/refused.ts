import { EXIT_FAILED, TsprofError } from '../command-line/errors.ts';

/** The server does not like what it was sent; it may like the next one. */
export class RefusedError extends TsprofError {}

/** Answers that are about what was sent, and not about who sends it and where: malformed, too old, too large. */
const OF_THIS_ONE = new Set([400, 409, 413, 422]);

/** Why something was not taken there. */
export function failedPush({ origin, pathname }: URL, complaint: string, status?: number): TsprofError {
  const message = `${origin}${pathname} ${complaint}`;
  const details = { exitCode: EXIT_FAILED };
  const isOfThisOne = status !== undefined && OF_THIS_ONE.has(status);
  return isOfThisOne ? new RefusedError(message, details) : new TsprofError(message, details);
}
