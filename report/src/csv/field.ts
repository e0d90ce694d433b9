/** What a spreadsheet would compute; a package with a scope is none. */
const FORMULA = /^(?:[=+-]|@(?![\w./-]+$))/;

/** A field of CSV (RFC 4180). */
export const csvField = (text: string): string =>
  /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The text with an apostrophe where a spreadsheet, which does not show that, would compute it: names are untrusted. */
export const asNoFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
