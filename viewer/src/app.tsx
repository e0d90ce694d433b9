import { useEffect, useState } from 'preact/hooks';
import { Details } from './details.tsx';
import { isAddingUp, isFirstSum } from './figures/figure.ts';
import { Filters, Header, SEARCH_ID } from './header.tsx';
import { Help } from './help.tsx';
import { FOREIGN_FORMATS, openFile } from './open/open-file.ts';
import { shown } from './parts/text.ts';
import { onlyMine } from './state/filter.ts';
import { busyWith, opened, problem } from './state/opened.ts';
import { range, rangeProfile } from './state/range.ts';
import { deselect, selected } from './state/selected.ts';
import { show, view } from './state/view.ts';
import { RangeLine } from './timeline/range-chip.tsx';
import { wanted } from './timeline/reading.ts';
import { VIEW_KEYS, VIEWS } from './views.ts';

/** The whole page. */
export function App() {
  const [isHelp, setHelp] = useState(false);
  useEffect(() => watchKeys(() => setHelp(true)), []);
  useEffect(watchDrops, []);
  const { Show, hasDetails } = VIEWS.find(({ id }) => id === view.value) ?? VIEWS[0]!;
  return (
    <>
      <Header onHelp={() => setHelp(true)} />
      <Problem />
      {opened.value === null && rangeProfile.value === null ? (
        view.value === 'timeline' && wanted.value !== null ? (
          <main>
            <Show />
          </main>
        ) : (
          <NothingOpen />
        )
      ) : (
        <>
          <Filters />
          <RangeLine />
          <div class="work">
            <main aria-busy={isAddingUp.value} class={isFirstSum.value ? 'first-sum' : undefined}>
              <Show />
            </main>
            {hasDetails && selected.value !== null && <Details />}
          </div>
        </>
      )}
      <Help isOpen={isHelp} onClose={() => setHelp(false)} />
    </>
  );
}

function Problem() {
  if (problem.value === null) return null;
  return (
    <div class="problem" role="alert">
      <span class="name">{shown(problem.value, 1000)}</span>
      <span class="spacer" />
      <button type="button" onClick={() => (problem.value = null)}>
        ✕ close
      </button>
    </div>
  );
}

function NothingOpen() {
  if (busyWith.value !== null) return <p class="empty">{busyWith.value} …</p>;
  return (
    <div class="empty">
      <div class="drop">
        <h2>Drop a profile here</h2>
        <p>
          One that <span class="code">tsprof run</span> wrote, or a file of another tool:{' '}
          {FOREIGN_FORMATS.join(', ')}.
        </p>
        <p class="faint">Nothing leaves this page: it has no network.</p>
      </div>
    </div>
  );
}

function watchDrops(): () => void {
  const over = (event: DragEvent) => event.preventDefault();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void openFile(file, view.value === 'diff' ? 'earlier' : 'profile');
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
  };
}

const FIELDS = 'input:not([type=checkbox]), select, textarea';

/** Keys that hold everywhere but where something is typed. */
function watchKeys(onHelp: () => void): () => void {
  const press = (event: KeyboardEvent) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || document.querySelector('dialog[open]') !== null) return;
    const field = target instanceof Element ? target.closest<HTMLElement>(FIELDS) : null;
    if (field !== null) {
      if (key === 'Escape') field.blur();
      return;
    }
    const action = actionOf(key, onHelp);
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}

/** The next view in the order of their tabs, or the one before; behind the last one comes the first. */
function showNext(step: number): void {
  const at = VIEWS.findIndex(({ id }) => id === view.value);
  show(VIEWS.at((at + step) % VIEWS.length)!.id);
}

function actionOf(key: string, onHelp: () => void): (() => void) | undefined {
  const at = VIEWS.find((_, at) => VIEW_KEYS[at] === key);
  if (at !== undefined) return () => show(at.id);
  if (key === 'n' || key === 'p') return () => showNext(key === 'n' ? 1 : -1);
  if (key === '?') return onHelp;
  if (key === '/') return () => document.getElementById(SEARCH_ID)?.focus();
  if (key === 'm') return () => (onlyMine.value = !onlyMine.value);
  if (key === 'Escape') return () => (range.value === null ? deselect() : (range.value = null));
  return undefined;
}
