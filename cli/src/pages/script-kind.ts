import type { HtmlElement } from './html-page.ts';

const JAVASCRIPT = /^(?:(?:text|application)\/(?:x-)?(?:java|ecma)script)?$/i;

/** How a page runs a script; null: it is no JavaScript but data, a template, an import map. */
export function scriptKind({ attributes }: HtmlElement): 'script' | 'module' | null {
  const type = (attributes.get('type') ?? '').trim();
  if (type.toLowerCase() === 'module') return 'module';
  return JAVASCRIPT.test(type.replace(/;.*$/, '')) ? 'script' : null;
}
