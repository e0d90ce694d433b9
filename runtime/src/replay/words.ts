import { FILL, FIRST_KIND, LEAVE, LOW_GENERATOR, LOW_TOKEN } from '../events.ts';

/** Whether an event with this id has no payload. */
export const isOneWord = (id: number): boolean =>
  id < FIRST_KIND || id === LEAVE || id === FILL || id === LOW_TOKEN || id === LOW_GENERATOR;
