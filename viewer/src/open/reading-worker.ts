import { Engine } from '../timeline/engine/engine.ts';
import { movedProfile } from './moved-profile.ts';
import { readProfile } from './read-profile.ts';
import type { Answer, Answered, Asked, Question } from './reading-messages.ts';

const engine = new Engine();

/** Columns of numbers change hands, and are not copied. */
addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const { id, ...question } = data;
  void answer(question)
    .then((found) => tell({ id, ...found }, buffersOf(found)))
    .catch((error: unknown) =>
      tell({ id, problem: error instanceof Error ? error.message : String(error) }, []),
    );
});

async function answer(question: Question): Promise<Answer> {
  if (question.kind !== 'profile') return engine.answer(question);
  return { kind: 'profile', profile: movedProfile(await readProfile(question.source)) };
}

/** The page's own `postMessage` has other parameters. */
const tell = postMessage as unknown as (answered: Answered, transfer: readonly Transferable[]) => void;

/** All columns within. */
function buffersOf(value: unknown, found: ArrayBuffer[] = []): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) found.push(value.buffer as ArrayBuffer);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) buffersOf(each, found);
  return found;
}
