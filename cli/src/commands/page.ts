import { PAGE_CLOCK_CHOICES } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { TsprofError } from '@tsprof/report/command-line/errors';
import { checkOutput } from '@tsprof/report/profile-files/output';
import type { CliProcess } from '@tsprof/report/command-line/process';
import type { VisitOptions } from '../visit/visit-options.ts';
import { outputOption, reportOptions } from './output-options.ts';
import type { OutputOptions } from './output-options.ts';
import { writeReport } from './report-output.ts';
import { selectionOptions } from '../sources/selection-options.ts';

/** Adds `tsprof page`, which opens a page in a browser and profiles it. */
export function pageCommand(program: Command, process: CliProcess): void {
  const command = program
    .command('page')
    .summary('open a page in Chromium and profile it')
    .description(
      'Opens a page in the Chromium that is installed, and writes one profile of it, its frames and workers. A ' +
        'folder is instrumented into a temporary copy, which is served; what a URL leads to has been built with ' +
        'tsprof before (unplugin-tsprof, tsprof-instrument).',
    )
    .argument('<url|folder|file.html>', 'the page, or the folder that its index.html is in')
    .addOption(outputOption());
  const options = [
    ...visitOptions(),
    ...reportOptions('print neither a table nor what the page complains of'),
  ];
  for (const option of options) command.addOption(option);
  for (const option of selectionOptions()) command.addOption(option);
  command.action((place: string, options: VisitOptions & OutputOptions) =>
    profilePage(place, options, process),
  );
}

function visitOptions(): Option[] {
  return [
    new Option('--for <seconds>', 'how long (default: until the window is closed, or Ctrl+C)').argParser(
      parseSeconds,
    ),
    new Option('--actions <file>', 'ES module that drives the page: export default async ({ page }) => {…}'),
    new Option('--headless', 'without a window (default: if there is no display)').conflicts('headed'),
    new Option('--headed', 'in a window'),
    new Option('--browser <path>', 'the Chromium to use (default: $CHROMIUM, or the one that is installed)'),
    new Option('--clock <clock>', 'folders: what times are taken from (default: auto)').choices(
      PAGE_CLOCK_CHOICES,
    ),
    new Option('--isolate', 'have pages cross-origin isolated: less cost, finer times (default for folders)'),
    new Option('--no-isolate', 'folders: leave pages as they are, not isolated from other origins'),
    new Option('--marks', 'folders: put coroutines on the performance timeline'),
    new Option('--overlay', 'folders: show the figures in the page'),
  ];
}

async function profilePage(
  place: string,
  options: VisitOptions & OutputOptions,
  process: CliProcess,
): Promise<void> {
  // Other commands must not wait for what only this one needs.
  const { profileVisit } = await import('../visit/profile-visit.ts');
  checkOutput(options.output, process.cwd());
  const { profile, failure } = await profileVisit(place, options, process);
  if (profile !== null) writeReport(profile, options, process);
  if (failure !== null) throw failure;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d*\.?\d+$/.test(text) && seconds > 0 && seconds < 1e6) return seconds;
  throw new TsprofError(`--for is ${JSON.stringify(text)}, but a number of seconds above 0 is expected`);
}
