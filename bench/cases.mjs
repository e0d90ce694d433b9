// The rows of the table.
import acorn from './cases/acorn.mjs';
import awaits from './cases/awaits.mjs';

export const cases = [acorn, awaits];
