/** The version of the profile format that this code writes. */
export const VERSION = 5;

/** Those that it reads. */
export const READ_VERSIONS: readonly number[] = [1, 2, 3, 4, VERSION];
