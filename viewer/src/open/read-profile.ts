import { ProfileError, ProfileReader, checkProfile } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { ForeignReader } from '@tsprof/report/imports/foreign-reader';
import type { ProfileSource } from './reading-messages.ts';
import { streamOf, unzippedJson } from './unzipped.ts';

/** Reads a profile of ours, or of another tool; what is wrong with it is a ProfileError. */
export async function readProfile(source: ProfileSource): Promise<Profile> {
  if ('file' in source) return readFile(source.name, source.file);
  const document: unknown = 'url' in source ? await fetched(source.url) : await unzippedJson(source.gzip);
  return checkProfile(document, source.name);
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
async function readFile(name: string, file: Blob): Promise<Profile> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const text = await firstText(streamOf(file, isGzip));
  const reader = /"format"\s*:\s*"tsprof"/.test(text) ? new ProfileReader(name) : foreignReader(name, file);
  const stream = streamOf(file, isGzip).getReader();
  try {
    for (let next = await stream.read(); !next.done; next = await stream.read()) reader.write(next.value);
  } catch (error) {
    if (error instanceof TypeError) throw new ProfileError(`${name}: damaged gzip data`, { cause: error });
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

function foreignReader(name: string, file: Blob): ForeignReader {
  const options = {
    ...{
      name,
      cwd: '/',
      created: new Date(file instanceof File ? file.lastModified : Date.now()).toISOString(),
    },
    ...{ generator: 'tsprof viewer', unit: 1 },
  };
  return new ForeignReader(options, undefined);
}
