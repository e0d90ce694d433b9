export { isEffectFree, isNamedPattern, isQuietPattern } from '../../plugin/src/effect-free.ts';

/** In place of plugin/src/effect-free.ts: every parameter list that is not simple counts as risky. */
export const isSimpleParameter = ({ type }: { type: string }): boolean => type === 'Identifier';

/** None is. */
export const isEffectFreeParameter = (): boolean => false;
