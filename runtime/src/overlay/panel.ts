import type { Profile } from '../profile/format.ts';
import { clear, isRunning, snapshot, toggleRunning } from './controls.ts';
import { download } from './download.ts';
import { element, mark, say } from './elements.ts';
import { fail, guarded, quietly } from './guard.ts';
import { healthLine, notes } from './health-line.ts';
import { keepEvents } from './keep-events.ts';
import { KEY } from './key.ts';
import { topRows, type SortKey, type View } from './rows.ts';
import { styleSheet } from './style.ts';
import { Table } from './table.ts';

const { setTimeout, clearTimeout } = globalThis;

/** How often an open panel shows what is new, ms. */
const INTERVAL = 1000;
/** Drawing takes at most one part in so many of the time. */
const SHARE = 20;

/** The overlay: a button in a corner of the page, and the panel that it opens. */
export class Panel {
  /** Stands in the page; nothing of what is inside can be seen from there. */
  readonly host = document.createElement('tsprof-overlay');
  readonly #launcher = button('launcher', 'tsprof', `Show the profile (${KEY})`, () => this.toggle());
  readonly #run = button('run', '', '', () => this.#control(toggleRunning));
  readonly #clear = button('', 'Clear', 'Set all figures to zero', () => this.#control(clear));
  readonly #save = button('', 'Save', 'Download profile.tsprof', () => void this.#download());
  readonly #close = button('close', '×', `Hide the profile (${KEY})`, () => this.toggle());
  readonly #search = element('input', {
    ...{
      type: 'search',
      placeholder: 'Search functions and files',
      'aria-label': 'Search functions and files',
    },
    ...{ autocomplete: 'off', spellcheck: 'false' },
  });
  readonly #table = new Table((key) => this.#sortBy(key));
  readonly #health = element('footer');
  readonly #section: HTMLElement;
  #view: View = { key: 'tsub', isDescending: true, search: '' };
  #profile: Profile | null = null;
  #cameFrom: Element | null = null;
  /** Changes whenever it is opened or closed: who has waited meanwhile does not go on. */
  #round = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const title = element('strong', {}, 'tsprof');
    const bar = element('header', {}, title, this.#run, this.#clear, this.#save, this.#search, this.#close);
    this.#section = element(
      'section',
      { 'aria-label': 'tsprof profile' },
      bar,
      this.#table.element,
      this.#health,
    );
    this.#section.hidden = true;
    mark(this.#launcher, 'aria-keyshortcuts', KEY);
    this.#search.addEventListener('input', () => this.#find(this.#search.value));
    this.#section.addEventListener('keydown', ({ key }) => key === 'Escape' && guarded(() => this.toggle()));
    const root = element('div', { class: 'root' }, this.#launcher, this.#section);
    keepEvents(root);
    const shadow = this.host.attachShadow({ mode: 'closed' });
    shadow.adoptedStyleSheets = [styleSheet()];
    shadow.append(root);
    this.#showState();
  }

  /** Opens the panel, or closes it again; what had the focus before gets it back. */
  toggle(): void {
    const isOpen = this.#section.hidden !== false;
    this.#round++;
    clearTimeout(this.#timer);
    quietly(() => this.#setOpen(isOpen));
    // The page may listen to that, and takes its own time.
    if (isOpen) this.#close.focus({ preventScroll: true });
    else this.#giveBackFocus();
    if (isOpen) void this.#refresh(this.#round);
  }

  #setOpen(isOpen: boolean): void {
    if (isOpen) this.#cameFrom = document.activeElement;
    this.#section.hidden = !isOpen;
    this.#launcher.hidden = isOpen;
    this.#showState();
  }

  #giveBackFocus(): void {
    const before = this.#cameFrom;
    const isThere = before instanceof HTMLElement && before.isConnected && before !== this.host;
    const next = isThere && before !== document.body ? before : this.#launcher;
    next.focus({ preventScroll: true });
  }

  /** Shows what is new, now and every second, until it is closed. */
  async #refresh(round: number): Promise<void> {
    let took = 0;
    try {
      const profile = await snapshot();
      if (round !== this.#round) return;
      const began = performance.now();
      quietly(() => this.#show(profile));
      took = performance.now() - began;
    } catch (error) {
      if (round !== this.#round) return;
      say(this.#health, String(error));
    }
    const next = (): void => void this.#refresh(round);
    this.#timer = setTimeout(next, Math.max(INTERVAL, took * SHARE));
  }

  #show(profile: Profile): void {
    this.#profile = profile;
    say(this.#health, [healthLine(profile), ...notes(profile)].join('\n'));
    this.#showState();
    this.#draw();
  }

  #draw(): void {
    if (this.#profile === null) return;
    const isTimed = this.#profile.threads.some(({ clock }) => clock !== 'none');
    this.#table.draw(topRows(this.#profile, this.#view), this.#view, isTimed);
  }

  #showState(): void {
    const isOn = isRunning();
    say(this.#run, isOn ? 'Stop' : 'Start');
    mark(this.#run, 'title', isOn ? 'Stop profiling; figures are kept' : 'Go on profiling');
    mark(this.#launcher, 'data-state', isOn ? 'on' : 'off');
    mark(this.#run, 'data-state', isOn ? 'on' : 'off');
  }

  /** A click on the heading that rows are sorted by turns them round. */
  #sortBy(key: SortKey): void {
    const isDescending = key === this.#view.key ? !this.#view.isDescending : key !== 'name';
    this.#view = { ...this.#view, key, isDescending };
    quietly(() => this.#draw());
  }

  #find(search: string): void {
    this.#view = { ...this.#view, search };
    quietly(() => this.#draw());
  }

  /** What starts or stops profiling cannot itself be a pause of it. */
  #control(act: () => void): void {
    guarded(act);
    this.#round++;
    clearTimeout(this.#timer);
    void this.#refresh(this.#round);
  }

  async #download(): Promise<void> {
    try {
      const profile = await snapshot();
      quietly(() => download(profile));
    } catch (error) {
      fail(error);
    }
  }
}

function button(name: string, text: string, title: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: name, title }, text);
  if (text.length === 1) mark(made, 'aria-label', title);
  made.addEventListener('click', () => guarded(act));
  return made;
}
