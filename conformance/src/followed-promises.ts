/** Whether promises that functions return are followed. */
export const FOLLOWS_PROMISES: boolean = false;
