/** A stream the CLI writes to; `process.stdout` is one, and so is a test's buffer. */
export interface CliOutput {
  /** `done` is told when the text, or the bytes of a file that is no text, have been taken, or why they were not. */
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters, where there is one. */
  readonly columns?: number | undefined;
  /** Its height in lines. */
  readonly rows?: number | undefined;
  /** The stream as it is, for what moves the cursor on purpose; absent: this one. */
  readonly raw?: CliOutput;
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * All that a command may know of the process it runs in: Node's `process` as it is, or a test's stand-in.
 * Commands report failure by throwing a `TsprofError`, or by setting `exitCode`; they never exit.
 */
export interface CliProcess {
  /** As Node's: the interpreter, the script, then the arguments. */
  argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What profiles are read from where `-` is named; absent: nothing can be. */
  readonly stdin?: AsyncIterable<Uint8Array | string> | undefined;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  exitCode?: number | string | null | undefined;
  cwd(): string;
}

/** The characters in a line of a terminal, and its lines; of a file or a pipe nothing. */
export function terminalSize({ isTTY, columns, rows }: Pick<CliOutput, 'isTTY' | 'columns' | 'rows'>) {
  return isTTY ? { width: columns, height: rows } : {};
}
