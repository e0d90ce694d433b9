import { signal } from '@preact/signals';

/** The place in source that is shown; null: that of the selected function. */
export const sourceAt = signal<{ readonly file: string; readonly line: number } | null>(null);
