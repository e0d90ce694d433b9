/** A stream of what is in a file, unzipped if that is what it needs. */
export function streamOf(blob: Blob, isGzip: boolean): ReadableStream<Uint8Array> {
  const stream = blob.stream() as ReadableStream<BufferSource>;
  return (
    isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream
  ) as ReadableStream<Uint8Array>;
}

/** JSON that is gzipped and in base64. */
export const unzippedJson = (gzip: string): Promise<unknown> => unzipped(gzip).json();

/** What is gzipped and in base64. */
export function unzipped(gzip: string): Response {
  const bytes = Uint8Array.from(atob(gzip), (character) => character.charCodeAt(0));
  return new Response(streamOf(new Blob([bytes]), true));
}
