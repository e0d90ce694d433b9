// The cases, in the order of the table. Each is a name and `measure(settings)`, which returns its rows.
import { acorn, prettier, typescript } from '../programs.mjs';
import { againstSampling } from './against-sampling.mjs';
import chatty from './chatty.mjs';
import longCalls from './long-calls.mjs';
import mixed from './mixed.mjs';
import pages from './pages.mjs';

export const cases = [
  againstSampling('acorn', acorn),
  againstSampling('typescript', typescript),
  againstSampling('prettier', prettier),
  longCalls,
  mixed,
  chatty,
  pages,
];
