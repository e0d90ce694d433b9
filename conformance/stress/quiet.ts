/** In place of plugin/src/rules/effect-free.ts: every parameter list that is not simple counts as risky. */
export const isSimpleParameter = ({ type }: { type: string }): boolean => type === 'Identifier';

/** No parameter is quiet. */
export const isQuietParameter = (): boolean => false;
