import type * as t from '@babel/types';
import { tryFinally } from '../emit/nodes.ts';
import { enter, leave, siteNumber } from '../emit/probes.ts';
import { createFrame } from '../frame.ts';
import { joined } from '../names.ts';
import { addSite, KIND } from '../table.ts';
import { siteFor } from '../unit.ts';
import type { Walk } from '../walk.ts';
import { arrange } from './body.ts';
import { markLines, toldLines } from './lines.ts';

/** `static { … }`: a body like a function's, which cannot suspend. */
export function staticBlockRule(node: t.StaticBlock, walk: Walk, name: string): t.Node {
  const { unit, frame: outer } = walk;
  const own = joined(name, '.', '<static>');
  const path = joined(outer.path, '/', own);
  const bare = walk.bareZone || outer.bare;
  const site = siteFor(unit, KIND.staticBlock, { path, own }, node, node, bare);
  const frame = createFrame({ parent: outer, path, site, bare });
  walk.inside(frame, () => {
    markLines(node.body, walk);
    walk.visitAll(node.body, '');
  });
  if (frame.bare || frame.unknown || site === null) return node;
  const number = addSite(unit.table, { ...site, lines: toldLines(frame) });
  const { before, inside } = arrange(node.body, frame, [], false);
  node.body = [
    ...before,
    enter(unit, siteNumber(unit, number, frame.early)),
    tryFinally(inside, leave(unit)),
  ];
  return node;
}
