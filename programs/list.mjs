// The rows of the table. Each is a file in cases/ whose `run(write)` works through the program: what it prints and
// the files that it hands to `write(name, text)` are its result.
export const programs = [
  { name: 'acorn', what: 'acorn parses itself, old and new syntax, and mistakes' },
  { name: 'typescript', what: 'the TypeScript compiler compiles the sources of rxjs' },
  { name: 'babel', what: 'Babel compiles itself with preset-env' },
  { name: 'prettier', what: 'prettier formats JavaScript, declarations, Markdown, JSON' },
  { name: 'terser', what: 'terser minifies lodash, acorn and React' },
  { name: 'rollup', what: 'rollup bundles rxjs, zod and immer' },
  { name: 'lodash', what: 'every function of lodash, on many arguments' },
  { name: 'rxjs', what: 'the operators of rxjs in virtual and in real time' },
  { name: 'fastify', what: 'Fastify answers injected requests' },
  { name: 'express', what: 'Express answers requests over HTTP' },
  { name: 'zod', what: 'zod parses and refuses' },
  { name: 'immer', what: 'immer drafts, patches and replays' },
  { name: 'react', what: 'React renders on the server, as text and as streams' },
  { name: 'preact', what: 'Preact renders on the server' },
  { name: 'drizzle', what: 'Drizzle asks an SQLite within the process' },
];
