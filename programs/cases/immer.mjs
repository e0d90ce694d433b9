import * as immer from 'immer';

immer.enablePatches();
immer.enableMapSet();

const STEPS = 12_000;

class Point {
  [immer.immerable] = true;
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
  get sum() {
    return this.x + this.y;
  }
  moved(by) {
    return immer.produce(this, (draft) => void (draft.x += by));
  }
}

const START = {
  todos: Array.from({ length: 50 }, (_, id) => ({ id, done: false, tags: [`tag ${id % 3}`] })),
  byName: new Map([['first', { count: 0 }]]),
  seen: new Set([1, 2]),
  at: new Point(0, 0),
};

const CHANGES = [
  (draft, step) => void (draft.todos[step % 50].done = !draft.todos[step % 50].done),
  (draft, step) => void draft.todos[step % 50].tags.splice(0, 1, `tag ${step}`),
  (draft) => void draft.todos.unshift(draft.todos.pop()),
  (draft, step) => void draft.byName.set(`name ${step % 20}`, { count: step }),
  (draft, step) => draft.byName.forEach((value) => void (value.count = (value.count + step) % 1000)),
  (draft, step) => void (draft.seen.has(step % 9) ? draft.seen.delete(step % 9) : draft.seen.add(step % 9)),
  (draft) => void (draft.at = draft.at.moved(1)),
  (draft, step) => void (draft.at.y = step),
  (draft) => immer.original(draft) && void draft.todos.sort((a, b) => a.id - b.id),
  (draft, step) => void (step % 2 === 0 && (draft.todos = draft.todos.filter(() => true))),
];

function shown(value) {
  return JSON.stringify(value, (_, each) => (each instanceof Map || each instanceof Set ? [...each] : each));
}

function refused(action) {
  try {
    return shown(action());
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

function edges() {
  console.log(refused(() => immer.produce(START, (draft) => ((draft.a = 1), { b: 2 }))));
  console.log(refused(() => void (immer.produce(START, (draft) => void (draft.a = {})).a.b = 1)));
  console.log(
    refused(() => immer.produce(START, (draft) => Object.defineProperty(draft, 'x', { value: 1 }))),
  );
  console.log(immer.produce(START, () => undefined) === START, immer.isDraft(immer.createDraft(START)));
  console.log(
    shown(immer.current(immer.createDraft(START)).at),
    immer.finishDraft(immer.createDraft(START)) === START,
  );
}

export function run(write) {
  let state = START;
  let replayed = START;
  const log = [];
  for (let step = 0; step < STEPS; step++) {
    const change = CHANGES[(step * 7) % CHANGES.length];
    const [next, patches, inverse] = immer.produceWithPatches(state, (draft) => change(draft, step));
    replayed = immer.applyPatches(replayed, patches);
    if (step % 50 === 0 && shown(immer.applyPatches(next, inverse)) !== shown(state))
      console.log('not undone', step);
    log.push(shown(patches));
    state = next;
  }
  write('patches.txt', log.join('\n'));
  console.log(shown(state), shown(replayed) === shown(state), Object.isFrozen(state.todos));
  edges();
}
