import { ProfileError, printable } from '@tsprof/runtime/profile';

/** The command did its work, and what it ran or checked failed. */
export const EXIT_FAILED = 1;
/** The command was called in a way it cannot follow: a bad option, a missing or invalid input file. */
export const EXIT_USAGE = 2;

export interface ErrorDetails {
  /** What the user can do about it, as a sentence; printed after the message (which has no full stop). */
  readonly remedy?: string;
  /** Default: `EXIT_USAGE`. */
  readonly exitCode?: number;
  /** What went wrong underneath, for debuggers; never printed. */
  readonly cause?: unknown;
}

/** An error that is the user's to mend: its message names file and place, and no stack is printed for it. */
export class TsprofError extends Error {
  override readonly name = 'TsprofError';
  readonly remedy: string | undefined;
  readonly exitCode: number;

  constructor(message: string, { remedy, exitCode = EXIT_USAGE, cause }: ErrorDetails = {}) {
    super(message, { cause });
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** Whether it is one, also of another copy of the class: some commands are built apart from the others. */
export function isTsprofError(error: unknown): error is TsprofError {
  return error instanceof Error && error.name === 'TsprofError';
}

/** Runs what reads or adds up profiles: what is wrong with them is the user's to mend. */
export function usageError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw asUsageError(error);
  }
}

/** An error that is the user's to mend where it says what is wrong with a profile; else the same. */
export function asUsageError(error: unknown): unknown {
  return error instanceof ProfileError ? new TsprofError(error.message, { cause: error }) : error;
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links on the way',
};

/** Why a file operation failed, in words: from a system error's code where we know it, else its message. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && SYSTEM_REASONS[code]) || firstLine(error.message);
}

/** The error as one line for stderr; `command` is the name of the program that prints it. */
export function errorLine(error: TsprofError, command = 'tsprof'): string {
  const { message, remedy } = error;
  // Some libraries end their messages with a full stop.
  const text = remedy === undefined ? message : `${message.replace(/\.$/, '')}. ${remedy}`;
  return `${command}: ${oneLine(text)}\n`;
}

/** Something that the user should know, as one line for stderr. */
export function note(text: string): string {
  return `tsprof: ${oneLine(text)}\n`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** Messages may quote file names and profile data, which are untrusted; in several lines they could look like others. */
function oneLine(text: string): string {
  return printable(text.trimEnd().replace(/\s*\n\s*/g, ' '));
}
