/** The version of the profile format that this code reads and writes. */
export const VERSION = 1;
