/** The probes that the wrappers are made of; all else they need they keep from load time. */
export interface WrappedProbes {
  suspend<T>(token: number, value: T): T;
  park<T>(token: number, value: T): T;
  /** The same at a `yield*` that hands on without a word whatever is asked of it. */
  parkQuietly(token: number): void;
  /** Whether any coroutine is parked like that. */
  hasQuiet(): boolean;
  again(token: number): void;
  /** Writes DELEGATE: the very next event must begin or unpark the generator that the coroutine delegates to. */
  delegated(token: number): void;
  /** Suspends an async generator whose `yield*` has just called a method of its iterator. */
  asked<T>(token: number, value: T, isReturn: boolean): T;
  /** Returns what `close` is to be given. */
  open(site: number): number;
  close(site: number, depth: number): void;
  /** Number of begin and unpark events so far. */
  lastCoroutine(): number;
}
