import { call, profileOf } from '../profile/support/build.ts';

/** A place in source. */
export const file = (path: string, line: number) => ({ file: path, line });
/** A server of two own files that calls two packages, one of which calls back. */
export const server = profileOf(
  [
    call(
      'serve',
      100e6,
      call('route', 80e6, call('match', 10e6), call('handler', 60e6, call('parse', 20e6))),
    ),
    call('serve', 20e6),
  ],
  {
    elapsed: 200e6,
    definitions: {
      serve: file('src/server.ts', 1),
      route: file('node_modules/router/lib/index.js', 10),
      match: file('node_modules/router/lib/match.js', 5),
      handler: file('src/routes/index.ts', 10),
      parse: file('node_modules/a/node_modules/@b/parse/index.js', 7),
    },
  },
);
