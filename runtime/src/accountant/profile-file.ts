/** Where a process keeps its profile: an output of its own, or a file among those of a run. */
export type ProfileFile = string | RunFile;

/** A file of one process of a run, in either of two folders. Plain data: threads hand it on. */
export interface RunFile {
  readonly name: string;
  /** The run's own folder. */
  readonly directory: string;
  /**
   * The folder for what is to be found should all of the run be killed: it stands beside the run's output, from when the
   * run has lasted for a while. Null: there is none.
   */
  readonly partials: string | null;
  /** The process that gathers the profiles; null: there is none. */
  readonly head: number | null;
  /** What names of files in its profile are relative to; null: the process' own directory. */
  readonly cwd: string | null;
}
