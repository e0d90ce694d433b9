/** The package's `/files` entry, for Node: how files are written, and folders of runs kept, by all of tsprof. */
export { cacheDirectory } from '../host/node/files/cache-folder.ts';
export { isRunning } from '../host/node/files/running.ts';
export { checkOutputFile, targetOf, writeOutput } from '../host/node/files/output.ts';
export { replaceFile, replaceWith, writeNew } from '../host/node/files/replace.ts';
export type { Content } from '../host/node/files/replace.ts';
export {
  isDeadFolder,
  isRunFolder,
  lastChange,
  makeRunFolder,
  newRunFolderName,
  ownRunFolder,
  removeDeadFolders,
  removeRunFolder,
  runFolders,
} from '../host/node/files/run-folder.ts';
export { profileContent } from '../host/node/write.ts';
