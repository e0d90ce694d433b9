import { Graphviz } from '@hpcc-js/wasm-graphviz';

/** What a worker that lays graphs out is asked: a graph in Graphviz' language; and what it answers, in the format `plain`. */
export type LayoutAnswer = { readonly plain: string } | { readonly problem: string };

/** One layout: the page ends the worker where it needs none any more. */
addEventListener('message', (event: MessageEvent<string>) => {
  void layOut(event.data).then((answer) => postMessage(answer));
});

async function layOut(graph: string): Promise<LayoutAnswer> {
  try {
    const graphviz = await Graphviz.load();
    return { plain: graphviz.dot(graph, 'plain') };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
