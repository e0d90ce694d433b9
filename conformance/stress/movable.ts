/** In place of plugin/src/rules/movable.ts: no parameter list moves, so all go through an iterator that can. */
export const canMove = (): boolean => false;
