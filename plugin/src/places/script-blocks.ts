import { languageOf, type Language } from '../language.ts';

/** The part of a source that is JavaScript, everything in its place. */
export interface Script {
  readonly code: string;
  readonly language: Language;
}

/** Files whose code stands in `<script>` elements. */
const COMPONENT = /\.(vue|svelte|astro|html)$/;
const SCRIPT = /(<script\b([^>]*)>)([^]*?)<\/script\s*>/gi;

/** The code of a source file; of a component that of its scripts, with blanks for the rest. Null: there is none. */
export function scriptOf(path: string, text: string): Script | null {
  const language = languageOf(path);
  // What is called .js may have JSX in it, as many builds take it.
  if (language !== undefined) return { code: text, language: language === 'js' ? 'jsx' : language };
  return COMPONENT.test(path) ? componentScript(text) : null;
}

function componentScript(text: string): Script | null {
  let code = '';
  let isTyped = false;
  for (const { index, 1: tag = '', 2: attributes = '', 3: body = '' } of text.matchAll(SCRIPT)) {
    const start = index + tag.length;
    code += blank(text.slice(code.length, start)) + body;
    isTyped ||= /\blang\s*=\s*["']?tsx?\b/.test(attributes);
  }
  return code === '' ? null : { code, language: isTyped ? 'ts' : 'jsx' };
}

const blank = (text: string): string => text.replace(/[^\r\n\u2028\u2029]/g, ' ');
