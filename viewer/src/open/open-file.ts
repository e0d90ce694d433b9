import { batch } from '@preact/signals';
import { ProfileError, ProfileReader, checkProfile } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { IMPORT_FORMATS } from '@tsprof/report/imports/formats';
import { ForeignReader } from '@tsprof/report/imports/foreign-reader';
import { following } from '../live/follow.ts';
import type { CarriedProfile } from '../page-data.ts';
import { fitFilters } from '../state/filter.ts';
import { busyWith, earlier, isCarried, opened, problem } from '../state/opened.ts';
import { deselect } from '../state/selected.ts';
import { show } from '../state/view.ts';
import { dropTimeline } from '../timeline/reading.ts';
import { streamOf, unzippedJson } from './unzipped.ts';

/** What a file is opened as. */
export type Role = 'profile' | 'earlier';

/** Opens a file of ours, or of another tool; what is wrong with it is said in the page. */
export async function openFile(file: File, role: Role): Promise<void> {
  await working(`reading ${file.name}`, async () => {
    if (await isTimeline(file)) return showTimeline(file);
    const profile = await readFile(file);
    batch(() => {
      if (role === 'earlier') earlier.value = { name: file.name, profile };
      else {
        isCarried.value = false;
        dropTimeline(null);
        following.value = null;
        deselect();
        fitFilters(profile);
        opened.value = { name: file.name, profile };
      }
    });
  });
}

/** Timelines are too large to be read as a whole: a worker does that, in pieces. */
const isTimeline = async (file: File): Promise<boolean> =>
  (await file.slice(0, TIMELINE_HEAD.length).text()) === TIMELINE_HEAD;

const TIMELINE_HEAD = 'tsproftl';

function showTimeline(file: File): void {
  dropTimeline(file);
  show('timeline');
}

/** The profile that came with the page, or with its server. */
export async function openCarried(carried: CarriedProfile, role: Role): Promise<void> {
  await working(`reading ${carried.name}`, async () => {
    const document: unknown =
      'url' in carried ? await fetched(carried.url) : await unzippedJson(carried.gzip);
    const profile = checkProfile(document, carried.name);
    batch(() => {
      if (role === 'earlier') earlier.value = { name: carried.name, profile };
      else {
        fitFilters(profile);
        opened.value = { name: carried.name, profile };
      }
    });
  });
}

async function working(what: string, work: () => Promise<void>): Promise<void> {
  busyWith.value = what;
  problem.value = null;
  try {
    await work();
  } catch (error) {
    // What is not ours to foresee is told as it is, too: the page has nobody else to tell.
    problem.value = error instanceof Error ? error.message : String(error);
  } finally {
    busyWith.value = null;
  }
}

async function fetched(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok)
    throw new ProfileError(
      `the server has no profile any more (${response.status}): start tsprof view again`,
    );
  return response.json();
}

/** Reads an untrusted file within the limits of the commands. */
async function readFile(file: File): Promise<Profile> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const text = await firstText(streamOf(file, isGzip));
  const reader = /"format"\s*:\s*"tsprof"/.test(text) ? new ProfileReader(file.name) : foreignReader(file);
  const stream = streamOf(file, isGzip).getReader();
  try {
    for (let next = await stream.read(); !next.done; next = await stream.read()) reader.write(next.value);
  } catch (error) {
    if (error instanceof TypeError)
      throw new ProfileError(`${file.name}: damaged gzip data`, { cause: error });
    throw error;
  }
  return reader.end();
}

const HEAD = 4096;

async function firstText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let next = await reader.read(); !next.done && text.length < HEAD; next = await reader.read())
    text += decoder.decode(next.value, { stream: true });
  await reader.cancel();
  return text.slice(0, HEAD);
}

function foreignReader(file: File): ForeignReader {
  const options = {
    ...{ name: file.name, cwd: '/', created: new Date(file.lastModified).toISOString() },
    ...{ generator: 'tsprof viewer', unit: 1 },
  };
  return new ForeignReader(options, undefined);
}

/** What can be opened besides our own files. */
export const FOREIGN_FORMATS = Object.keys(IMPORT_FORMATS);
