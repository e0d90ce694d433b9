import { ProfileError } from '@tsprof/runtime/profile';

/** A graph laid out by Graphviz, which is loaded here and nowhere else: as a picture, or as positions (`plain`). */
export async function laidOut(graph: Iterable<string>, format: 'svg' | 'plain'): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  try {
    return graphviz.dot([...graph].join(''), format);
  } catch (error) {
    throw new ProfileError(
      `Graphviz cannot lay this graph out: ${(error as Error).message}; export dot instead`,
    );
  } finally {
    // What is left in its memory may spoil the next layout.
    Graphviz.unload();
  }
}
