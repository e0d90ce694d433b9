/** The newest supported version of Next.js, with webpack. */
import { checkNext } from '../next.ts';

checkNext('next', ['--webpack']);
