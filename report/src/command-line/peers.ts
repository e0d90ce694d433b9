import { TsprofError } from './errors.ts';

/** Loads a package that is not installed with ours, as it is large and few need it. */
export async function loadPeer<T>(what: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new TsprofError(`${what} needs the package ${name}, which cannot be loaded (${code})`, {
      remedy: `Install it: npm install ${name}`,
      cause: error,
    });
  }
}
