import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Only rows that are in sight are in the page, and a few around them. */
const AROUND = 8;

/*
 * Of @tanstack/virtual-core it is version 3.13: what came after it, for rows of unknown height and for phones' gestures, doubles what a
 * page carries, and rows of equal height need none of it.
 */

/** Rows of equal height within an element that scrolls. */
export function useVirtualRows(count: number, height: number, scroller: RefObject<HTMLElement | null>) {
  const [, again] = useReducer((turn: number) => turn + 1, 0);
  const options = {
    ...{ count, overscan: AROUND, estimateSize: () => height, getScrollElement: () => scroller.current },
    ...{ observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: () => again(0) },
  };
  const ref = useRef<Virtualizer<HTMLElement, Element> | null>(null);
  ref.current ??= new Virtualizer<HTMLElement, Element>(options);
  ref.current.setOptions({ ...ref.current.options, ...options });
  useLayoutEffect(() => ref.current!._didMount(), []);
  useLayoutEffect(() => ref.current!._willUpdate());
  return ref.current;
}
