/** In the stress mode `lines` all functions do. */
export const TELLS_LINES: boolean = true;
