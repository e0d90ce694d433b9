/** The items of a list in a JSON document, each on a line of its own. */
export function* inTurn<T>(items: readonly T[], print: (item: T) => Iterable<string>): Iterable<string> {
  for (const [at, item] of items.entries()) {
    yield at === 0 ? '\n' : ',\n';
    yield* print(item);
  }
  if (items.length > 0) yield '\n';
}
