import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** Tests that start programs or browsers, or that take long for another reason; some of test/e2e stand for them in `npm test`. */
export const WHOLE = [
  'test/{browser,faults,mutants,page,viewer}/**/*.test.ts',
  'test/e2e/!(command|hot-entry|known-tables).test.ts',
  'test/fuzz/laws.test.ts',
  'test/cli/{assertions,attach,built,cache,decorated,loader,map-files,old-node,other-loaders,pages}.test.ts',
  'test/cli/{instrument*,page-usage,run,run-usage,saved-runs,signals,stack-depth,stacks,test-runners,timeline,uncaught,unseen}.test.ts',
  'test/cli/time/**/*.test.ts',
  'test/report/{exports/html,exports/speedscope,imports/speedscope}.test.ts',
  'test/bundler/{dev-server,unmatched}.test.ts',
  'test/programs/peers-suites.test.ts',
];

/** `npm run test:whole`: them, and more programs of the fuzzer's. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: [...WHOLE, 'test/fuzz/accounts.test.ts'] },
});
