/** What `--by` can put functions together by, besides leaving them alone. */
export const GROUPINGS = ['file', 'package', 'thread', 'tag'] as const;

export type Grouping = (typeof GROUPINGS)[number];
