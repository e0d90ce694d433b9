import { effect, signal } from '@preact/signals';
import { unzippedJson } from '../open/unzipped.ts';
import { wholeProfile } from '../state/profile.ts';
import { isCarried, pageData } from '../state/opened.ts';

/** The text of a file; null: there is none here. */
type Text = string | null;

/** What has been asked for, by the file's name; undefined as long as it is not known. */
const known = signal<ReadonlyMap<string, Text>>(new Map());
const asked = new Set<string>();

/** Texts are those of one profile. */
export function forgetTexts(): void {
  effect(() => {
    void wholeProfile.value;
    asked.clear();
    known.value = new Map();
  });
}

/** The text of a file, as far as it is known by now; asks for it where it is not. */
export function textOf(file: string): Text | undefined {
  const text = known.value.get(file);
  if (text === undefined && !asked.has(file)) {
    asked.add(file);
    void load(file).then((loaded) => (known.value = new Map([...known.peek(), [file, loaded]])));
  }
  return text;
}

async function load(file: string): Promise<Text> {
  const { sources, sourceUrl } = pageData.value;
  if (!isCarried.value) return null;
  try {
    if (sources !== null) return (await carried(sources))[file] ?? null;
    if (sourceUrl === null) return null;
    const response = await fetch(`${sourceUrl}${wholeProfile.value.files.indexOf(file)}`);
    return response.ok ? await response.text() : null;
  } catch {
    // The server has ended.
    return null;
  }
}

let texts: Promise<Readonly<Record<string, string>>> | null = null;

const carried = (gzip: string): Promise<Readonly<Record<string, string>>> =>
  (texts ??= unzippedJson(gzip) as Promise<Readonly<Record<string, string>>>);
