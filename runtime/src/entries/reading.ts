/** The package's `/reading` entry: with what untrusted documents are read, within limits; nothing here needs Node. */
export { DocumentBuilder } from '../profile/document-builder.ts';
export { JsonScanner } from '../profile/json-scanner.ts';
export type { Kept } from '../profile/kept-fields.ts';
export { SINGLE } from '../profile/kept-fields.ts';
export { MOST_ROWS, MOST_TOKEN, ReadBudget, refuseSize } from '../profile/limits.ts';
export type { Limits } from '../profile/limits.ts';
export { count, finite, index, text, time } from '../profile/columns.ts';
export { below, readColumn, readField, readList, readObject, refuse } from '../profile/shape.ts';
export type { Column, Fields } from '../profile/shape.ts';
