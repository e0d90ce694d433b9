/** Lines of stacks as Node writes them for a program that has asked for source maps. */
import type { InternalRequire } from './internals.ts';
import { hasMapOfItsOwn, mapFrames } from './positions.ts';
import { hasProgramMaps } from './program-maps.ts';

/** A frame's line without its margin; undefined where the program has no map of its file. `caller`: the next frame. */
export type LineMapper = (frame: NodeJS.CallSite, caller: NodeJS.CallSite | undefined) => string | undefined;

type Prepare = (error: object, frames: readonly NodeJS.CallSite[]) => string;

/** An error of which nothing but the frames is printed. */
const NOTHING = { name: '', message: '' };

/** Node's own way to write frames by a source map: it knows how to name their functions. */
export function lineMapper(require: InternalRequire): LineMapper {
  let prepare: Prepare | undefined;
  return (frame, caller) => {
    const file = fileOf(frame);
    if (file === undefined || !hasProgramMaps(file) || !hasMapOfItsOwn(file)) return undefined;
    prepare ??= (
      require('internal/source_map/prepare_stack_trace') as { prepareStackTraceWithSourceMaps: Prepare }
    ).prepareStackTraceWithSourceMaps;
    const [line] = prepare(NOTHING, mapFrames(caller === undefined ? [frame] : [frame, caller]))
      .split('\n')
      .slice(1);
    return line?.replace(/^ +at /, '');
  };
}

const fileOf = (frame: NodeJS.CallSite): string | undefined => {
  const file = frame.getFileName?.();
  return typeof file === 'string' && !file.startsWith('node:') ? file : undefined;
};
