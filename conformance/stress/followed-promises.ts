/** In the stress mode `promises` all of them are. */
export const FOLLOWS_PROMISES: boolean = true;
