import { batch } from '@preact/signals';
import { IMPORT_FORMAT_NAMES } from '@tsprof/report/imports/format-names';
import { following } from '../live/follow.ts';
import type { CarriedProfile } from '../page-data.ts';
import { fitFilters } from '../state/filter.ts';
import { busyWith, earlier, isCarried, opened, problem } from '../state/opened.ts';
import { deselect } from '../state/selected.ts';
import { show } from '../state/view.ts';
import { dropTimeline } from '../timeline/reading.ts';
import { letGo, readProfile } from './reading.ts';

/** What a file is opened as. */
export type Role = 'profile' | 'earlier';

/** Opens a file of ours, or of another tool; what is wrong with it is said in the page. */
export async function openFile(file: File, role: Role): Promise<void> {
  await working(`reading ${file.name}`, async () => {
    if (await isTimeline(file)) return showTimeline(file);
    const profile = await readProfile({ name: file.name, file });
    letGo(role === 'earlier' ? profile : opened.value?.profile);
    batch(() => {
      if (role === 'earlier') earlier.value = { name: file.name, profile };
      else {
        isCarried.value = false;
        dropTimeline(null);
        following.value = null;
        deselect();
        fitFilters(profile);
        opened.value = { name: file.name, profile };
      }
    });
  });
}

/** Timelines are too large to be read as a whole: a worker does that, in pieces. */
const isTimeline = async (file: File): Promise<boolean> =>
  (await file.slice(0, TIMELINE_HEAD.length).text()) === TIMELINE_HEAD;

const TIMELINE_HEAD = 'tsproftl';

function showTimeline(file: File): void {
  dropTimeline(file);
  show('timeline');
}

/** The profile that came with the page, or with its server. */
export async function openCarried(carried: CarriedProfile, role: Role): Promise<void> {
  await working(`reading ${carried.name}`, async () => {
    const profile = await readProfile(carried);
    if (role === 'earlier') letGo(profile);
    batch(() => {
      if (role === 'earlier') earlier.value = { name: carried.name, profile };
      else {
        fitFilters(profile);
        opened.value = { name: carried.name, profile };
      }
    });
  });
}

async function working(what: string, work: () => Promise<void>): Promise<void> {
  busyWith.value = what;
  problem.value = null;
  try {
    await work();
  } catch (error) {
    // What is not ours to foresee is told as it is, too: the page has nobody else to tell.
    problem.value = error instanceof Error ? error.message : String(error);
  } finally {
    busyWith.value = null;
  }
}

/** What can be opened besides our own files. */
export const FOREIGN_FORMATS: readonly string[] = IMPORT_FORMAT_NAMES;
