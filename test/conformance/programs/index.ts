import { programs as pluginPrograms } from '../../plugin/programs/index.ts';
import { bodies } from './bodies.ts';
import { coroutines } from './coroutines.ts';
import { iteration } from './iteration.ts';
import { parameters } from './parameters.ts';
import { realm } from './realm.ts';

/** Programs by what they try; each logs whatever an instrumented copy could get wrong. */
export const programs: readonly [chapter: string, Readonly<Record<string, string>>][] = [
  ['the programs of the plugin', pluginPrograms],
  ['bodies', bodies],
  ['parameters', parameters],
  ['coroutines', coroutines],
  ['iteration', iteration],
  ['realms', realm],
];
