import type { figureOf } from '../figures/figures-of.ts';
import { framesOf } from '../flame/layout.ts';
import { Engine } from '../timeline/engine/engine.ts';
import type { Profile } from '@tsprof/runtime/profile';
import { movedProfile } from './moved-profile.ts';
import { namedLike } from './named-like.ts';
import { readProfile } from './read-profile.ts';
import type { Answer, Answered, Asked, Question } from './reading-messages.ts';

const engine = new Engine();

/** The profile that was told of last: pictures and figures of it are made here. */
let held: { readonly profile: Profile; readonly number: number } | null = null;

/** How figures are made; null: the page makes its own. */
type FigureOf = typeof figureOf | null;

/** Answers what the page asks. Columns of numbers change hands, and are not copied. */
export function answerQuestions(figure: FigureOf): void {
  addEventListener('message', ({ data }: MessageEvent<Asked>) => {
    const { id, ...question } = data;
    void answer(question, figure)
      .then((found) => tell({ id, ...found }, buffersOf(found)))
      .catch((error: unknown) =>
        tell({ id, problem: error instanceof Error ? error.message : String(error) }, []),
      );
  });
}

async function answer(question: Question, figure: FigureOf): Promise<Answer> {
  if (question.kind === 'profile') return told('profile', await readProfile(question.source));
  if (question.kind === 'range') return told('range', namedLike(engine.range(question), question.like));
  if (question.kind === 'frames') {
    const of = heldAs(question.number);
    return { kind: 'frames', frames: of && framesOf(of, question.wanted) };
  }
  if (question.kind === 'figure') {
    const of = heldAs(question.number);
    return { kind: 'figure', figure: of && figure && figure(question.name, of, question.wanted) };
  }
  return engine.answer(question);
}

const heldAs = (number: number): Profile | null => (held?.number === number ? held.profile : null);

function told(kind: 'profile' | 'range', profile: Profile): Answer {
  held = { profile, number: (held?.number ?? 0) + 1 };
  const edges = profile.threads.reduce((sum, thread) => sum + thread.edges.to.length, 0);
  return { kind, profile: movedProfile(profile), number: held.number, edges };
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
