/** What writes profiles, as it stands in them; the version is that of every package. */
export const GENERATOR = 'tsprof/0.1.0';
