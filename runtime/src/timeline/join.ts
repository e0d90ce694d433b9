import { PLAIN_HEAD, putHead } from './blocks.ts';
import { blocksOf, contentOf, type TimelineSource } from './blocks-of.ts';
import { AT_LANE, BLOCK_HEAD_BYTES, INDEX, INDEX_BYTES, fileHead, fileTail } from './format.ts';

/** The pieces of one file with all that is in these, and an index. Lanes are numbered anew. */
export function* joinTimelines(sources: readonly TimelineSource[]): Iterable<Uint8Array<ArrayBuffer>> {
  const head = fileHead();
  yield head;
  const index = new IndexTable();
  let [at, lanes] = [head.length, 0];
  for (const source of sources) {
    let own = 0;
    for (const block of blocksOf(source).blocks) {
      const bytes = new Uint8Array(BLOCK_HEAD_BYTES + block.head.length);
      putHead(bytes, block.head);
      new DataView(bytes.buffer).setUint32(AT_LANE, lanes + block.head.lane, true);
      bytes.set(contentOf(block), BLOCK_HEAD_BYTES);
      own = Math.max(own, block.head.lane + 1);
      index.add(at, bytes);
      yield bytes;
      at += bytes.length;
    }
    lanes += own;
  }
  yield index.block();
  yield fileTail(at);
}

class IndexTable {
  #bytes = new Uint8Array(64 * INDEX_BYTES);
  #count = 0;

  add(at: number, block: Uint8Array): void {
    const entry = this.#count++ * INDEX_BYTES;
    if (entry === this.#bytes.length) {
      const longer = new Uint8Array(2 * entry);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    new DataView(this.#bytes.buffer).setFloat64(entry, at, true);
    this.#bytes.set(block.subarray(0, BLOCK_HEAD_BYTES), entry + 8);
  }

  block(): Uint8Array<ArrayBuffer> {
    const length = this.#count * INDEX_BYTES;
    const bytes = new Uint8Array(BLOCK_HEAD_BYTES + length);
    putHead(bytes, { ...PLAIN_HEAD, type: INDEX, length, count: this.#count });
    bytes.set(this.#bytes.subarray(0, length), BLOCK_HEAD_BYTES);
    return bytes;
  }
}
