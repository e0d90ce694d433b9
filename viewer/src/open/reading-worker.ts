import { Engine } from './engine.ts';
import type { Asked, Answered } from './messages.ts';

const engine = new Engine();

/** One question after the other; columns of numbers change hands, and are not copied. */
addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const { id, ...question } = data;
  try {
    const answer = engine.answer(question);
    tell({ id, ...answer }, buffersOf(answer));
  } catch (error) {
    tell({ id, problem: error instanceof Error ? error.message : String(error) }, []);
  }
});

/** The page's own `postMessage` has other parameters. */
const tell = postMessage as unknown as (answered: Answered, transfer: readonly Transferable[]) => void;

/** All columns within. */
function buffersOf(value: unknown, found: ArrayBuffer[] = []): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) found.push(value.buffer as ArrayBuffer);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) buffersOf(each, found);
  return found;
}
