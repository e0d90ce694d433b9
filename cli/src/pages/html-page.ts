import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** An element of a page: its attributes, and where these stand in the text, with the blanks before them. */
export interface HtmlElement {
  readonly attributes: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, Range>;
  /** What is inside; null: there is nothing, or it cannot be told where. */
  readonly inside: (Range & { readonly line: number; readonly column: number }) | null;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What of a page bears on its scripts. */
export interface HtmlPage {
  readonly scripts: readonly HtmlElement[];
  readonly links: readonly HtmlElement[];
  /** Content-Security-Policies that it carries. */
  readonly policies: readonly string[];
  /** What its URLs are relative to, if not to itself. */
  readonly base: string | null;
  /** Where something can stand that is to come before all else in its head. */
  readonly top: number;
}

/** Reads a page. Whatever is wrong with it, browsers make something of it, and so does this. */
export function readHtml(text: string): HtmlPage {
  const document = parse(text, { sourceCodeLocationInfo: true });
  const elements = [...elementsIn(document)];
  const named = (name: string): HtmlElement[] =>
    elements.filter(({ tagName }) => tagName === name).map((element) => readElement(element, text));
  const metas = named('meta').map(({ attributes }) => attributes);
  const isPolicy = (meta: ReadonlyMap<string, string>): boolean =>
    meta.get('http-equiv')?.toLowerCase() === 'content-security-policy';
  return {
    scripts: named('script'),
    links: named('link'),
    policies: metas.filter(isPolicy).map((meta) => meta.get('content') ?? ''),
    base:
      named('base')
        .find(({ attributes }) => attributes.has('href'))
        ?.attributes.get('href') ?? null,
    top: topOf(document, elements),
  };
}

/** Elements of HTML; what stands in drawings is left alone, and templates, which scripts may never see. */
function* elementsIn(node: Node): Generator<Element> {
  if ('tagName' in node) {
    if (!node.namespaceURI.endsWith('/xhtml')) return;
    yield node;
  }
  for (const child of 'childNodes' in node ? node.childNodes : []) yield* elementsIn(child);
}

/** Browsers make up a head where the text has none. */
function topOf(document: DefaultTreeAdapterTypes.Document, elements: readonly Element[]): number {
  const tagEnd = (name: string): number | undefined =>
    elements.find(({ tagName }) => tagName === name)?.sourceCodeLocation?.startTag?.endOffset;
  const doctype = document.childNodes.find(({ nodeName }) => nodeName === '#documentType');
  return tagEnd('head') ?? tagEnd('html') ?? doctype?.sourceCodeLocation?.endOffset ?? 0;
}

function readElement({ attrs, childNodes, sourceCodeLocation }: Element, text: string): HtmlElement {
  const places = Object.entries(sourceCodeLocation?.attrs ?? {}).map(([name, place]): [string, Range] => {
    const before = text.slice(0, place.startOffset);
    return [name, { start: before.trimEnd().length, end: place.endOffset }];
  });
  const [child] = childNodes;
  const place = childNodes.length === 1 && child?.nodeName === '#text' ? child.sourceCodeLocation : undefined;
  return {
    attributes: new Map(attrs.map(({ name, value }) => [name, value])),
    places: new Map(places),
    inside: place
      ? { start: place.startOffset, end: place.endOffset, line: place.startLine, column: place.startCol - 1 }
      : null,
  };
}
