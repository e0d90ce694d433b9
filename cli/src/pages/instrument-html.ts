import type { Site } from 'babel-plugin-tsprof/instrument';
import { SourceError, transformSource } from 'babel-plugin-tsprof/source';
import type { SourceWarning, Transformed } from 'babel-plugin-tsprof/source';
import { readHtml } from './html-page.ts';
import type { HtmlElement, HtmlPage, Range } from './html-page.ts';
import { pageUrls } from './page-urls.ts';
import type { PageUrls } from './page-urls.ts';
import type { PagePlan } from './plan.ts';
import { scriptKind } from './script-kind.ts';

/** A page that is to load the runtime. */
export interface HtmlRequest {
  readonly text: string;
  /** As the profile names it, and its place in the tree. */
  readonly name: string;
  readonly file: string;
  readonly plan: PagePlan;
  /** Whether scripts in it get probes. */
  readonly isSelected: boolean;
}

export interface InstrumentedHtml {
  readonly text: string;
  readonly sites: number;
  readonly warnings: readonly SourceWarning[];
}

interface Edit extends Range {
  readonly text: string;
}

/** What is gathered while going through a page. */
interface Draft {
  readonly request: HtmlRequest;
  readonly page: HtmlPage;
  readonly urls: PageUrls;
  readonly edits: Edit[];
  readonly warnings: SourceWarning[];
  sites: number;
}

/**
 * Makes a page load the runtime before all else; its own scripts get probes, and scripts that do are no longer checked
 * for what they were. All other text stays as it is.
 */
export function instrumentHtml(request: HtmlRequest): InstrumentedHtml {
  const { text, file, plan } = request;
  const page = readHtml(text);
  const urls = pageUrls(file, page, new Set(plan.sources));
  const draft: Draft = { request, page, urls, edits: [], warnings: [], sites: 0 };
  const src = `${urls.folderFromTop}tsprof.js`;
  const isDone = page.scripts.some(({ attributes }) => attributes.get('src') === src);
  if (isDone) return { text, sites: 0, warnings: [] };
  draft.edits.push({ start: page.top, end: page.top, text: `<script src="${src}"${nonce(page)}></script>` });
  for (const element of [...page.scripts, ...page.links]) dropIntegrity(element, draft);
  for (const script of page.scripts) dropIntegrityInside(script, draft);
  for (const script of page.scripts) instrumentInside(script, draft);
  warnOfPolicies(draft);
  return { text: edited(text, draft.edits), sites: draft.sites, warnings: draft.warnings };
}

/** What lets the page's own scripts run lets ours. */
function nonce({ scripts }: HtmlPage): string {
  const value = scripts.find(({ attributes }) => attributes.has('nonce'))?.attributes.get('nonce');
  return value === undefined ? '' : ` nonce="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

function dropIntegrity({ attributes, places }: HtmlElement, { urls, edits }: Draft): void {
  const place = places.get('integrity');
  const url = attributes.get('src') ?? attributes.get('href');
  if (place !== undefined && url !== undefined && urls.fileOf(url) !== null)
    edits.push({ ...place, text: '' });
}

/** An import map may know the digests of modules, too. */
function dropIntegrityInside({ attributes, inside }: HtmlElement, { request, urls, edits }: Draft): void {
  if (inside === null || attributes.get('type')?.trim().toLowerCase() !== 'importmap') return;
  const map = parsed(request.text.slice(inside.start, inside.end));
  const digests = Object.entries(map?.integrity ?? {});
  const kept = digests.filter(([url]) => urls.fileOf(url) === null);
  if (kept.length === digests.length) return;
  const text = JSON.stringify({ ...map, integrity: Object.fromEntries(kept) });
  edits.push({ start: inside.start, end: inside.end, text: text.replaceAll('<', '\\u003c') });
}

/** Null: browsers make nothing of it either. */
function parsed(text: string): { readonly integrity?: object } | null {
  try {
    return JSON.parse(text) as { readonly integrity?: object } | null;
  } catch {
    return null;
  }
}

function instrumentInside(script: HtmlElement, draft: Draft): void {
  const { inside } = script;
  const { request, edits, warnings } = draft;
  if (inside === null || script.attributes.has('src') || !request.isSelected) return;
  const code = request.text.slice(inside.start, inside.end);
  const kind = scriptKind(script);
  if (kind === null || code.trim() === '') return;
  const made = transformed(code, kind, inside, draft);
  if (typeof made === 'string') {
    warnings.push({
      message: `this script is not profiled: ${made}`,
      line: inside.line,
      column: inside.column,
    });
  } else if (made.changed) {
    edits.push({ ...inside, text: made.code });
    warnings.push(...made.warnings.map((warning) => moved(warning, inside)));
    draft.sites += made.sites;
  }
}

/** The instrumented script, or why there is none. */
function transformed(
  code: string,
  format: 'script' | 'module',
  inside: { line: number; column: number },
  { request, page, urls }: Draft,
): Transformed | string {
  if (page.policies.some((policy) => /'sha\d+-/.test(policy))) return 'a policy of the page knows its hash';
  try {
    const made = transformSource({
      ...{ code, format, language: 'js' },
      // Scripts of one page share their names, and so must differ in theirs.
      name: `${request.name}:${inside.line}:${inside.column}`,
      place: (site): Site => ({ ...moved(site, inside), file: request.name }),
      runtime: () => `${urls.folderFromBase}probes.js`,
    });
    return /<\/script|<!--/i.test(made.code) ? 'it speaks of tags' : made;
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}

/** A place in a script as a place in its page. */
function moved<P extends { line: number; column: number }>(
  place: P,
  start: { line: number; column: number },
): P {
  const column = place.line === 1 ? place.column + start.column : place.column;
  return { ...place, line: place.line + start.line - 1, column };
}

/** Whether scripts of the page's own origin may be loaded, as far as a page itself says. */
function warnOfPolicies({ page, warnings }: Draft): void {
  for (const policy of page.policies) {
    const directives = new Map(
      policy.split(';').map((text): [string, string] => {
        const [name = '', ...values] = text.trim().split(/\s+/);
        return [name.toLowerCase(), values.join(' ')];
      }),
    );
    const allowed =
      directives.get('script-src-elem') ?? directives.get('script-src') ?? directives.get('default-src');
    if (allowed === undefined || /'self'|(?:^|\s)(?:\*|https?:)(?:\s|$)/.test(allowed)) continue;
    const message = `the page's policy may keep the runtime from being loaded: its script-src lacks 'self'`;
    warnings.push({ message, line: 1, column: 0 });
  }
}

function edited(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let at = 0;
  const parts = sorted.flatMap(({ start, end, text: replacement }) => {
    const part = [text.slice(at, start), replacement];
    at = end;
    return part;
  });
  return [...parts, text.slice(at)].join('');
}
