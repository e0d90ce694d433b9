// The package comes without its tests: here marbles, as its own tests are written, and streams in real time.
import * as rx from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

const SOURCES = ['-a-b-c-d-e-|', 'a-(bc)-d--#', '--a--|', '|', '#', '-----', '(aab|)', 'a 9ms b 9ms (c|)'];

const inner = (cold) => (value) => cold('-x--y|', { x: `${value}x`, y: `${value}y` });

/** Operators by name; `cold` makes a stream of marbles. */
const OPERATORS = {
  map: () => rx.map((value) => value.toUpperCase()),
  scan: () => rx.scan((all, value) => all + value, ''),
  reduce: () => rx.reduce((all, value) => all + value, ''),
  mergeMap: (cold) => rx.mergeMap(inner(cold)),
  mergeMapLimited: (cold) => rx.mergeMap(inner(cold), 2),
  concatMap: (cold) => rx.concatMap(inner(cold)),
  switchMap: (cold) => rx.switchMap(inner(cold)),
  exhaustMap: (cold) => rx.exhaustMap(inner(cold)),
  expand: () => rx.expand((value) => (value.length < 3 ? rx.of(`${value}!`).pipe(rx.delay(1)) : rx.EMPTY)),
  debounceTime: () => rx.debounceTime(2),
  throttleTime: () => rx.throttleTime(3, undefined, { leading: true, trailing: true }),
  auditTime: () => rx.auditTime(3),
  sampleTime: () => rx.sampleTime(4),
  bufferTime: () => rx.bufferTime(4),
  bufferCount: () => rx.bufferCount(2, 1),
  windowCount: () => rx.pipe(rx.windowCount(2), rx.mergeAll()),
  groupBy: () =>
    rx.pipe(
      rx.groupBy((value) => value < 'c'),
      rx.mergeMap((group) => group.pipe(rx.toArray())),
    ),
  delayWhen: () => rx.delayWhen((value) => rx.timer(value.charCodeAt(0) % 5)),
  distinct: () => rx.pipe(rx.distinctUntilChanged(), rx.pairwise()),
  takes: () => rx.pipe(rx.skip(1), rx.take(2), rx.defaultIfEmpty('none')),
  timeout: () => rx.timeout({ each: 4, with: () => rx.of('late') }),
  retry: () => rx.retry({ count: 2, delay: 3 }),
  repeat: () => rx.pipe(rx.repeat({ count: 2, delay: 1 }), rx.take(7)),
  catchError: (cold) => rx.catchError((error, caught) => rx.merge(cold('z|'), caught.pipe(rx.take(1)))),
  finalize: () =>
    rx.pipe(
      rx.materialize(),
      rx.dematerialize(),
      rx.finalize(() => console.log('finalized')),
    ),
  share: () => (source) => rx.zip(source.pipe(rx.share()), source.pipe(rx.shareReplay(1))),
  combine: (cold) => rx.combineLatestWith(cold('1-2-3|'), rx.interval(2).pipe(rx.take(2))),
  race: (cold) => rx.raceWith(cold('---r|')),
  single: () => rx.single(),
  joins: (cold) => rx.pipe(rx.withLatestFrom(cold('p-q')), rx.startWith('start'), rx.endWith('end')),
};

function marbles(name, source) {
  const scheduler = new TestScheduler((actual) => console.log(name, source, JSON.stringify(actual)));
  scheduler.run(({ cold, expectObservable }) => {
    expectObservable(cold(source).pipe(OPERATORS[name](cold)), '^ 60ms !').toBe('');
  });
}

/** Through promises, async iteration and the real event loop. */
async function inRealTime() {
  const ticks = rx.interval(1).pipe(
    rx.take(5),
    rx.mergeMap(async (tick) => tick * 2),
  );
  console.log(await rx.lastValueFrom(ticks.pipe(rx.toArray())));
  const all = rx.from(
    (async function* () {
      yield* [1, 2, 3];
      throw new Error('enough');
    })(),
  );
  console.log(await rx.lastValueFrom(all.pipe(rx.catchError((error) => rx.of(error.message)))));
  const queued = [];
  rx.asapScheduler.schedule(() => queued.push('asap'));
  rx.asyncScheduler.schedule(() => queued.push('async'));
  rx.queueScheduler.schedule(() => queued.push('queue'));
  await rx.firstValueFrom(rx.timer(5));
  console.log(queued);
}

function manyValues() {
  const sums = rx.range(0, 1_500_000).pipe(
    rx.filter((number) => number % 3 !== 0),
    rx.map((number) => number * 2),
    rx.scan((sum, number) => (sum + number) % 1_000_003, 0),
    rx.bufferCount(1000),
    rx.concatMap((numbers) => rx.from(numbers).pipe(rx.last())),
    rx.toArray(),
  );
  sums.subscribe((list) => console.log(list.join(' ')));
}

export async function run() {
  for (const name of Object.keys(OPERATORS)) for (const source of SOURCES) marbles(name, source);
  manyValues();
  await inRealTime();
}
