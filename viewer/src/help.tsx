import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [string, string])[] = [
  ['1 … 9', 'the first nine views, in the order of their tabs'],
  ['n, p', 'the next view, the one before'],
  ['/', 'search'],
  ['m', 'only mine, or all'],
  ['Escape', 'leaves the search; then shows all of the time; then deselects'],
  ['↑ ↓ PgUp PgDn Home End', 'in tables: another row'],
  ['↑ ↓ ← →', 'in the flame graph: caller, callee, neighbours'],
  ['Enter', 'in the flame graph: zoom in on what is chosen'],
  ['↑ ↓ ← →', 'in the sunburst: caller, callee, neighbours; Enter puts one in the middle'],
  ['+ − 0', 'in the flame graph: closer, farther, all of it'],
  ['↑ ↓ ← →', 'in the timeline: along a row, and to the next one'],
  ['W S A D', 'in the timeline: closer, farther, earlier, later; + − 0 and Enter as above'],
  ['R', 'in the timeline: all views are of the time that is in sight; Escape ends it'],
  ['?', 'this help'],
];

const WORDS: readonly (readonly [string, string])[] = [
  ['own time', 'a function ran, and nothing that it had called'],
  ['running', 'own time, and that of all below it on the call tree'],
  [
    'waiting',
    'suspended at an await; waits that overlap add up, so that there may be more of it than time went by',
  ],
  ['ready', 'what was awaited had ended, and the function did not go on yet'],
  ['busy', 'at the end of a wait the thread was busy with something else'],
  ['idle', 'the event loop had nothing to do'],
  ['stretch', 'the thread was held in one piece, without a return to the event loop'],
];

/** The keys and the words of the page. */
export function Help({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current!.showModal();
    else dialog.current!.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-label="Help" onClose={onClose}>
      <h2>Keys</h2>
      <List items={KEYS} isKey />
      <h2>Words</h2>
      <List items={WORDS} />
      <p class="faint">Headings of columns, and most figures, say what they mean when you point at them.</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}

function List({ items, isKey = false }: { items: readonly (readonly [string, string])[]; isKey?: boolean }) {
  return (
    <table class="plain">
      <tbody>
        {items.map(([what, words]) => (
          <tr>
            <td style={{ whiteSpace: 'nowrap' }}>{isKey ? <kbd>{what}</kbd> : <strong>{what}</strong>}</td>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
