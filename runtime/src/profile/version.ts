/** The version of the profile format that this code writes. */
export const VERSION = 4;

/** Those that it reads. */
export const READ_VERSIONS: readonly number[] = [1, 2, 3, VERSION];
