import type { ComponentChildren } from 'preact';
import { show } from '../state/view.ts';

/** One thing to look at, with a figure. */
export function Card({
  id,
  title,
  big,
  children,
}: {
  id: string;
  title: string;
  big?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="card" data-card={id} aria-label={title}>
      <h2>{title}</h2>
      {big !== undefined && <div class="big">{big}</div>}
      {children}
    </section>
  );
}

/** A way to the view in which it is shown. */
export function Go({
  to,
  prepare,
  children,
}: {
  to: string;
  prepare?: () => void;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class="link name"
      onClick={() => {
        prepare?.();
        show(to);
      }}
    >
      {children}
    </button>
  );
}
