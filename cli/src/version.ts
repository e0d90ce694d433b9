import packageJson from '../package.json' with { type: 'json' };

/** The version that `--version` prints, and on which what is cached depends. */
export const VERSION: string = packageJson.version;
