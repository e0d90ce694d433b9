import { TsprofError } from './errors.ts';

/** Loads packages that are not installed with ours, as they are large and few need them; `names` may have versions. */
export async function loadPeers<T>(
  what: string,
  names: readonly string[],
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const packages = `the ${names.length === 1 ? 'package' : 'packages'} ${names.join(', ')}`;
    const problem = names.length === 1 ? 'which cannot be loaded' : 'not all of which can be loaded';
    throw new TsprofError(`${what} needs ${packages}, ${problem} (${code})`, {
      remedy: `Install: npm install ${names.join(' ')}`,
      cause: error,
    });
  }
}
