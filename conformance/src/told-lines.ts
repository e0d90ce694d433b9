/** Whether functions tell of their lines. */
export const TELLS_LINES: boolean = false;
