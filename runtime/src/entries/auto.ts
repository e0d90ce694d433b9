/**
 * Loaded first in a process (`node --import @tsprof/runtime/auto`) or worker thread: profiles all of it. Environment:
 *
 * - `TSPROF_OUTPUT`: the file to write at the end and, marked as partial, every second (default `profile.tsprof`);
 * - `TSPROF_DIR`: in its place, a directory where each process writes a file of its own;
 * - `TSPROF_CLOCK`: `auto` (default), `observed`, `exact`, `cpu`, `none` or `sample`;
 * - `TSPROF_HZ`: with `sample`, how many samples are taken in a second (default 100);
 * - `TSPROF_TAG_REQUESTS`: 1 tells the requests of HTTP servers apart by their routes;
 * - `TSPROF_PROMISES`: 1 follows promises that functions return until they settle, in code that is instrumented for it;
 * - `TSPROF_PARENTS`: 1 has what runs later hang below what has scheduled it, 0 does not; by default 1 with Node 24 and later;
 * - `TSPROF_TIMELINE`: also writes a timeline, without plain calls of less than so many nanoseconds;
 * - `TSPROF_CARRIER`: `batch` keeps replay in the main thread, also where another core could do it.
 */
import { environmentOptions } from '../host/node/environment-options.ts';
import { profileAll } from '../host/node/profile-all.ts';

profileAll(environmentOptions(process.env));
