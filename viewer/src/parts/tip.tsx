import type { ComponentChildren } from 'preact';

/** What is said of what is pointed at, beside the pointer, within a box. */
export function Tip({
  at,
  box,
  children,
}: {
  readonly at: { readonly x: number; readonly y: number };
  readonly box: HTMLElement;
  readonly children: ComponentChildren;
}) {
  const isRight = at.x > box.clientWidth / 2;
  const isLow = at.y > box.clientHeight / 2;
  const style = {
    ...(isRight ? { right: `${box.clientWidth - at.x + 12}px` } : { left: `${at.x + 12}px` }),
    ...(isLow ? { bottom: `${box.clientHeight - at.y + 12}px` } : { top: `${at.y + 14}px` }),
  };
  return (
    <div class="tip" style={style}>
      {children}
    </div>
  );
}
