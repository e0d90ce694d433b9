/** What people do in the overlay is none of the page's business: its own keys, its clicks outside of a menu. */
const TYPES = [
  ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'focusin', 'focusout'],
  ...[
    'click',
    'dblclick',
    'auxclick',
    'contextmenu',
    'mousedown',
    'mouseup',
    'mousemove',
    'mouseover',
    'mouseout',
  ],
  ...['pointerdown', 'pointerup', 'pointermove', 'pointerover', 'pointerout', 'pointercancel'],
  ...['touchstart', 'touchmove', 'touchend', 'touchcancel', 'wheel', 'copy', 'cut', 'paste'],
  ...[
    'dragstart',
    'dragover',
    'drop',
    'selectstart',
    'compositionstart',
    'compositionupdate',
    'compositionend',
  ],
];

/** Events that begin inside of `root` do not bubble beyond it. */
export function keepEvents(root: HTMLElement): void {
  const stop = (event: Event): void => event.stopPropagation();
  // None of them is ever prevented, so that scrolling need not wait.
  for (const type of TYPES) root.addEventListener(type, stop, { passive: true });
}
