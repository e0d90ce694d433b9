/** The names of folders beside an output of this name that hold what a run has so far, a file a process. */
export function partialsPrefix(output: string): string {
  return `${output}.partial-`;
}
