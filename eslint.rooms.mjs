import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importX } from 'eslint-plugin-import-x';

const root = import.meta.dirname;

/**
 * The rooms of each package, from top to bottom; those of one line stand beside each other. Imports run downwards only, types
 * included. ARCHITECTURE.md says what is in each.
 */
const ROOMS = {
  runtime: [
    ['entries'],
    ['overlay'],
    ['host'],
    ['accountant'],
    ['session'],
    ['thread-profile'],
    ['timeline'],
    ['carriers'],
    ['replay'],
    ['realm.ts', 'sampling'],
    ['probes'],
    ['log'],
    ['sites'],
    ['profile'],
    ['events.ts', 'coroutine-states.ts', 'intrinsics.ts', 'clock.ts', 'version.ts'],
  ],
  plugin: [
    ['index.ts', 'places.ts'],
    ['places'],
    ['source.ts', 'options.ts', 'select.ts'],
    ['instrument.ts'],
    ['rules', 'instrumented.ts'],
    ['frame.ts', 'walk.ts'],
    ['emit'],
    ['unit.ts', 'instrument-options.ts'],
    ['builtins'],
    ['callee.ts', 'commonjs-words.ts', 'expression-names.ts', 'packed-table.ts', 'visible-imports.ts'],
    ['bindings.ts', 'effect-free.ts', 'file-patterns.ts', 'foresee.ts', 'names.ts', 'table.ts'],
    ['fnv.ts', 'ignore.ts', 'language.ts', 'selector.ts', 'wrappers.ts'],
    ['syntax.ts', 'package-names.ts'],
  ],
  report: [
    ['main.ts', 'readers.ts'],
    ['commands'],
    ['attach', 'diff', 'exports', 'imports', 'push', 'query', 'viewer-page'],
    ['csv', 'json', 'tables', 'tree'],
    ['critical'],
    ['processors'],
    ['rows'],
    ['profile-files', 'timeline'],
    ['command-line'],
    ['units.ts'],
  ],
  cli: [
    ['main.ts', 'instrument-main.ts'],
    ['commands'],
    ['time', 'visit', 'reporters'],
    ['session'],
    ['instrument'],
    ['loader', 'pages'],
    ['sources'],
    ['intrinsics.ts', 'subject.ts', 'version.ts'],
  ],
};

/** Where each room may import nothing from: all rooms above it. */
const zones = Object.entries(ROOMS).flatMap(([name, floors]) => {
  const source = `${name}/src`;
  assertListed(source, floors.flat());
  const paths = (rooms) => rooms.map((room) => `${source}/${room}`);
  return floors.slice(1).map((rooms, above) => ({
    target: paths(rooms),
    from: paths(floors.slice(0, above + 1).flat()),
    message: 'Imports run downwards only: see eslint.rooms.mjs.',
  }));
});

/** A new folder has to say where it stands. */
function assertListed(source, rooms) {
  const unlisted = readdirSync(join(root, source)).filter((name) => !rooms.includes(name));
  if (unlisted.length > 0)
    throw new Error(`${unlisted} of ${source}: not among the rooms in eslint.rooms.mjs`);
}

/** No circles of values, anywhere; and imports run downwards. */
export const rooms = [
  {
    files: ['{runtime,plugin,bundler,report,viewer,cli}/src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
    },
  },
];
