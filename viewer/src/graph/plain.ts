/** Where a graph's functions and calls are, in inches from the lower left, as Graphviz' format `plain` has them. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** A node by its middle and its size. */
export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A curve of Bézier pieces: its first point, then three for each piece. */
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The middle of its label. */
  readonly label: readonly [x: number, y: number];
}

/** Reads that format; names are ours, and have no blanks. */
export function parsePlain(text: string): GraphLayout {
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = [];
  let [width, height] = [0, 0];
  // Long labels go on in further lines, which could look like any other.
  for (const line of text.replaceAll('\\\n', '').split('\n')) {
    const [kind, ...words] = line.split(' ');
    if (kind === 'graph') [width, height] = [Number(words[1]), Number(words[2])];
    else if (kind === 'node') nodes.push(nodeOf(words));
    else if (kind === 'edge') edges.push(edgeOf(words));
  }
  return { width, height, nodes, edges };
}

function nodeOf([name, ...numbers]: readonly string[]): PlacedNode {
  const [x, y, width, height] = numbers.slice(0, 4).map(Number) as [number, number, number, number];
  return { name: name!, x, y, width, height };
}

function edgeOf([from, to, count, ...numbers]: readonly string[]): PlacedEdge {
  const points = Array.from(
    { length: Number(count) },
    (_, at) => [Number(numbers[2 * at]), Number(numbers[2 * at + 1])] as const,
  );
  // Behind the label, which may have blanks in it, are its place, the style and the colour.
  const [x, y] = numbers.slice(-4, -2).map(Number) as [number, number];
  return { from: from!, to: to!, points, label: [x, y] };
}
