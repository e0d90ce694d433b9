import { readFileSync } from 'node:fs';

/** The viewer's built files, as seen from a command's file in `dist/esm` and from this one alike. */
const FOLDER = new URL('../../dist/viewer/', import.meta.url);

export type ViewerFile =
  'viewer.js' | 'viewer.css' | 'graph-worker.js' | 'reading-worker.js' | 'carried-worker.js';

/** The text of one of them. */
export const viewerFile = (name: ViewerFile): string => readFileSync(new URL(name, FOLDER), 'utf8');
