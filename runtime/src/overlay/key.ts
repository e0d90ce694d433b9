import { guarded } from './guard.ts';

/** For tooltips, and in the words of `aria-keyshortcuts`. */
export const KEY = 'Alt+Shift+P';

/** The one thing that is listened to outside of the overlay. The page does not get to see this key. */
export function listenToKey(act: () => void): void {
  const onKey = (event: KeyboardEvent): void => {
    if (!isOurs(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    guarded(act);
  };
  addEventListener('keydown', onKey, true);
}

/** By the key's place: with Alt it may give any letter. */
function isOurs({ code, altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return code === 'KeyP' && altKey && shiftKey && !ctrlKey && !metaKey;
}
