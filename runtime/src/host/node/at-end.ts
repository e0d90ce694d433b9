import { before, onDeadlySignals, type AtEnd } from './deadly-signals.ts';
import { detour, detoured } from './natives.ts';

const { apply, defineProperty, get, getPrototypeOf } = Reflect;

/**
 * Calls `finish` at the very end of the process: after the program's own exit handlers, also where one of them throws or
 * calls `process.exit`; before anything that ends the process at once; and before a signal does that the program does not
 * handle. More than once where one of these leads to another, or the program goes on after all. Returns what ends the
 * process by a signal there and then. `isTold`: whether that is called for each signal that comes.
 */
export function atEnd(atEnd: AtEnd, isTold: boolean): (signal: number) => void {
  afterExitEvent(atEnd.finish);
  for (const name of AT_ONCE) detour(process, name, (native) => before(native, atEnd));
  detour(process, '_fatalException', (native) => {
    let isHandled = false;
    try {
      const result = native();
      isHandled = true;
      return result;
    } finally {
      // What handles an error has thrown itself, and the end that comes next is not told.
      if (!isHandled) atEnd.finish();
    }
  });
  return onDeadlySignals(atEnd, isTold);
}

/** Methods of `process` that end it there and then. */
const AT_ONCE = ['reallyExit', 'abort', 'execve'];

/**
 * Node reads `process.emit` to tell of the end, also where the program has put its own in the place. Whoever reads it then
 * gets a function that finishes when the program has been told; whoever reads it before finds what there is without us.
 * For that the property is an accessor: of what `process` inherits from, and of `process` itself once it is assigned to.
 */
export function afterExitEvent(finish: () => void): void {
  const parent: object = getPrototypeOf(process)!;
  const isEnding = endingOf(process);
  const atLast = (emit: unknown) =>
    typeof emit === 'function' && isEnding() ? finishing(emit as typeof process.emit, finish) : emit;
  defineProperty(parent, 'emit', {
    configurable: true,
    enumerable: false,
    get(this: unknown) {
      const emit: unknown = get(getPrototypeOf(parent)!, 'emit', this);
      return this === process ? atLast(emit) : emit;
    },
    set(this: object, emit: unknown) {
      const isOurs = this === process;
      defineProperty(
        this,
        'emit',
        isOurs ? assigned(emit, atLast) : { value: emit, writable: true, ...VISIBLE },
      );
    },
  });
}

const VISIBLE = { enumerable: true, configurable: true };

function assigned(emit: unknown, read: (emit: unknown) => unknown): PropertyDescriptor {
  let current = emit;
  return { ...VISIBLE, get: () => read(current), set: (emit: unknown) => void (current = emit) };
}

/** Tells whether Node has begun to end the process. */
function endingOf(subject: NodeJS.Process): () => boolean {
  const exiting = Reflect.getOwnPropertyDescriptor(subject, '_exiting');
  const read = exiting?.get;
  if (read !== undefined) return () => apply(read, subject, []) === true;
  return () => (subject as unknown as { _exiting?: boolean })._exiting === true;
}

function finishing(emit: typeof process.emit, finish: () => void): typeof process.emit {
  return detoured(emit, (native, args) => {
    try {
      return native();
    } finally {
      if (args[0] === 'exit') finish();
    }
  });
}
