/**
 * What `@tsprof/runtime/auto` is for Bun and Deno: `bun --preload @tsprof/runtime/auto main.ts`, `deno run --preload
 * npm:@tsprof/runtime/auto main.ts`. It reads TSPROF_OUTPUT, TSPROF_DIR and TSPROF_CLOCK.
 */
import { profileOther } from '../host/node/other-threads.ts';

profileOther();
