import { signal } from '@preact/signals';

/** The function that all views point at, by what tells functions apart; null for none. */
export const selectedKey = signal<string | null>(null);
