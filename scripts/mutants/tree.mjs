import { ODD_NAMES, ODD_NUMBERS, VALUES } from './values.mjs';

/**
 * A document as a tree whose fields keep their order and may have any name, also twice: `JSON.stringify` has no such
 * objects. A leaf is the text that stands for it.
 */
export function treeOf(value) {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'leaf', text: JSON.stringify(value) };
  return { kind: 'object', items: Object.entries(value).map(([name, each]) => ({ name, ...treeOf(each) })) };
}

export function textOf({ kind, items, text }) {
  if (kind === 'leaf') return text;
  if (kind === 'list') return `[${items.map(textOf).join(',')}]`;
  return `{${items.map((item) => `${JSON.stringify(item.name)}:${textOf(item)}`).join(',')}}`;
}

/** Changes one place of a tree in one of these ways. */
export function changeTree(tree, random) {
  const parents = withChildren(tree);
  if (parents.length === 0) return;
  const parent = random.of(parents);
  const at = random.below(parent.items.length);
  random.of(CHANGES)({ parent, at, parents, random });
}

/** Items of large tables come first if all are alike; so each list and object is as likely as any other. */
function withChildren(tree) {
  const found = [];
  const look = (node) => {
    if (node.kind === 'leaf' || node.items.length === 0) return;
    found.push(node);
    node.items.forEach(look);
  };
  look(tree);
  return found;
}

const CHANGES = [
  ({ parent, at }) => parent.items.splice(at, 1),
  ({ parent, at }) => parent.items.splice(at, 0, copyOf(parent.items[at])),
  ({ parent, at, random }) => (parent.items[at] = leaf(parent.items[at], random.of(VALUES))),
  ({ parent, at, random }) => (parent.items[at] = leaf(parent.items[at], random.of(ODD_NUMBERS))),
  // Small whole numbers are rows of other tables: ends, cycles, rows behind the end.
  ({ parent, at, random }) => (parent.items[at] = leaf(parent.items[at], String(random.below(24) - 2))),
  ({ parent, at }) => (parent.items[at] = leaf(parent.items[at], String(at))),
  // Large, and still a figure that may be.
  ({ parent, at, random }) => (parent.items[at] = leaf(parent.items[at], String(2 ** random.below(54)))),
  ({ parent, at, random }) => swap(parent.items, at, parent.items, random.below(parent.items.length)),
  ({ parent, at, parents, random }) => {
    const other = random.of(parents);
    // A part may not come to stand within itself.
    const [copy, place] = [copyOf(other), random.below(other.items.length)];
    parent.items[at] = { ...copy.items[place], name: parent.items[at].name };
  },
  ({ parent, at, random }) => (parent.items[at].name = random.of(ODD_NAMES)),
  ({ parent, random }) => parent.items.push({ ...leaf({}, random.of(VALUES)), name: random.of(ODD_NAMES) }),
  ({ parent, at }) => (parent.items.length = at),
  ({ parent }) => parent.items.reverse(),
];

function leaf({ name }, text) {
  return { kind: 'leaf', name, text };
}

function copyOf(node) {
  return node.kind === 'leaf' ? { ...node } : { ...node, items: node.items.map(copyOf) };
}

function swap(one, at, other, place) {
  [one[at], other[place]] = [other[place], one[at]];
}
