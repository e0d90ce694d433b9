import { nowLines } from '@tsprof/report/attach/now-lines';
import { shown } from '../parts/text.ts';
import { following, stacks } from './follow.ts';

/** What the threads of a running program are doing at this moment. */
export function NowCard() {
  if (stacks.value === null || following.value === null || following.value === 'ended') return null;
  const { cwd } = stacks.value;
  return (
    <section class="card wide" data-card="now" aria-label="Right now">
      <h2>Right now</h2>
      {nowLines(stacks.value, { cwd, base: cwd }).map((line) => (
        <p class="code">{shown(line, 300)}</p>
      ))}
    </section>
  );
}
