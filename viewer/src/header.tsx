import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { batch } from '@preact/signals';
import { isAddingUp } from './figures/figure.ts';
import { LiveBar } from './live/live-bar.tsx';
import { openFile } from './open/open-file.ts';
import { shown } from './parts/text.ts';
import { profile, wholeProfile } from './state/profile.ts';
import {
  clearFilters,
  file,
  isNarrowed,
  onlyMine,
  packageName,
  packageNamed,
  search,
  tag,
  tagsOf,
  thread,
} from './state/filter.ts';
import { busyWith, opened } from './state/opened.ts';
import { chosenTheme, theme } from './state/theme.ts';
import { show, view } from './state/view.ts';
import { RangeChip } from './timeline/range-chip.tsx';
import { VIEW_KEYS, VIEWS } from './views.ts';

/** The id of the field that `/` leads to. */
export const SEARCH_ID = 'search';

/** What is open, the views, and what holds for the whole page. */
export function Header({ onHelp }: { onHelp: () => void }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone not all tabs are in sight.
  useEffect(() => {
    nav.current!.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [view.value]);
  return (
    <header class="top">
      <h1 class="name" title={shown(opened.value?.name ?? '')}>
        {opened.value === null ? 'tsprof' : shown(opened.value.name)}
      </h1>
      <nav aria-label="Views" ref={nav}>
        {VIEWS.map(({ id, title, words }, at) => (
          <button
            type="button"
            title={at < VIEW_KEYS.length ? `${words} (${VIEW_KEYS[at]})` : words}
            aria-current={view.value === id ? 'page' : undefined}
            onClick={() => show(id)}
          >
            {title}
          </button>
        ))}
      </nav>
      <span class="spacer" />
      <Busy />
      <LiveBar />
      <OpenButton />
      <button
        type="button"
        title="Light or dark"
        aria-label={theme.value === 'dark' ? 'Light colours' : 'Dark colours'}
        onClick={() => (chosenTheme.value = theme.value === 'dark' ? 'light' : 'dark')}
      >
        {theme.value === 'dark' ? '☀' : '☾'}
      </button>
      <button type="button" title="Keys and words (?)" aria-label="Help" onClick={onHelp}>
        ?
      </button>
    </header>
  );
}

/** What the page is busy with, as also those hear who do not see it. */
function Busy() {
  const what = busyWith.value ?? (isAddingUp.value ? 'adding up' : null);
  return <span role="status">{what !== null && `${what} …`}</span>;
}

function OpenButton() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        title="Open another profile; or drop it on the page"
        onClick={() => input.current!.click()}
      >
        Open…
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Open a profile"
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          if (chosen !== undefined) void openFile(chosen, 'profile');
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** What part of the profile all views are of. */
export function Filters() {
  const { threads, sites } = profile.value;
  const { files } = wholeProfile.value;
  const tags = tagsOf(sites);
  const packages = [...new Set(files.map(packageNamed))].sort();
  const isAnything = isNarrowed.value || thread.value !== '' || tag.value !== '';
  return (
    <div class="filters" role="search" aria-label="Search and filters">
      <input
        id={SEARCH_ID}
        type="search"
        placeholder="Search names and files  ( / )"
        aria-label="Search names and files"
        value={search.value}
        onInput={({ currentTarget }) => (search.value = currentTarget.value)}
      />
      <label title="Nothing of packages in node_modules">
        <input
          type="checkbox"
          checked={onlyMine.value}
          onChange={({ currentTarget }) => (onlyMine.value = currentTarget.checked)}
        />
        only mine
      </label>
      {threads.length > 1 && (
        <Choice label="thread" held={thread} all="all threads">
          {threads.map(({ id, name }) => (
            <option value={id}>{shown(`${name} (${id})`, 60)}</option>
          ))}
        </Choice>
      )}
      {tags.length > 0 && (
        <Choice label="tag" held={tag} all="all tags">
          {tags.map((name) => (
            <option value={name}>{shown(name, 60)}</option>
          ))}
        </Choice>
      )}
      {packages.length > 1 && (
        <Choice label="package" held={packageName} all="all packages">
          {packages.map((name) => (
            <option value={name}>{shown(name, 60)}</option>
          ))}
        </Choice>
      )}
      {files.length > 1 && (
        <Choice label="file" held={file} all="all files">
          {filesToChoose(files).map((name) => (
            <option value={name}>{shown(name, 70)}</option>
          ))}
        </Choice>
      )}
      <RangeChip />
      {isAnything && (
        <button type="button" onClick={() => batch(clearFilters)}>
          ✕ show all
        </button>
      )}
    </div>
  );
}

/** Own files first: of packages there may be thousands. */
const MOST_FILES = 500;

function filesToChoose(files: readonly string[]): readonly string[] {
  const isOwn = (path: string) => Number(packageNamed(path) !== '[own code]');
  const sorted = [...files].sort((a, b) => isOwn(a) - isOwn(b) || (a < b ? -1 : 1)).slice(0, MOST_FILES);
  return file.value === '' || sorted.includes(file.value) ? sorted : [file.value, ...sorted];
}

function Choice({
  label,
  held,
  all,
  children,
}: {
  label: string;
  held: { value: string };
  all: string;
  children: ComponentChildren;
}) {
  return (
    <label class="more">
      {label}
      <select
        aria-label={label}
        value={held.value}
        onChange={({ currentTarget }) => (held.value = currentTarget.value)}
      >
        <option value="">{all}</option>
        {children}
      </select>
    </label>
  );
}
