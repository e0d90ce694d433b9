import { computed, effect, signal } from '@preact/signals';

/** What the user has chosen; null: as the system has it. */
export const chosenTheme = signal<'light' | 'dark' | null>(null);

const isSystemDark = signal(false);

export const theme = computed<'light' | 'dark'>(
  () => chosenTheme.value ?? (isSystemDark.value ? 'dark' : 'light'),
);

/** Follows the system, and shows what was chosen. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  isSystemDark.value = system.matches;
  system.addEventListener('change', () => (isSystemDark.value = system.matches));
  effect(() => {
    const { dataset } = document.documentElement;
    if (chosenTheme.value === null) delete dataset['theme'];
    else dataset['theme'] = chosenTheme.value;
  });
}
