import { signal } from '@preact/signals';

/** The view that is shown, by its id in `views.ts`. */
export const view = signal('overview');

/** Shows a view. */
export function show(id: string): void {
  view.value = id;
}
