/** The companion: a thread of ours that watches the main thread's log and replays the rings of all others. */
import { DOZING } from '../../log/cells.ts';
import { BroadcastChannel, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { openLog, type Log } from '../../log/log.ts';
import { ask, dozeOff } from '../../log/observer-requests.ts';
import { noteSample } from '../../carriers/samples.ts';
import { STRIDE } from '../../carriers/ring-reader.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { processClock } from './clocks.ts';
import type { CompanionStart } from './companion-thread.ts';
import { CostFinder } from './cost-finder.ts';
import type { ControlAnswer, ControlOptions } from './control/format.ts';
import { say } from './control/say.ts';
import type { ProcessControl } from './control/process-control.ts';
import {
  ENDINGS,
  HANDLED,
  HEARS,
  MAIN_THREAD,
  READY,
  REPORTS,
  SIGNAL,
  type AnswerLetter,
  type AskLetter,
  type CompanionData,
  type ControlLetter,
  type FinishLetter,
  type WriteLetter,
  type JoinLetter,
  type Letter,
  type ReportLetter,
  type ReportMessage,
} from './messages.ts';
import { PeriodicFile } from './periodic-file.ts';
import { finishProfile, sayNotWritten, saveProfile } from './profile-file.ts';
import { RingThreads } from './ring-threads.ts';
import { StuckWatch } from './stuck.ts';
import { Timelines } from './timelines.ts';

/** How long a nap is, ms: the kernel makes some 80 µs of it. */
const NAP = 0.05;
/** Naps without news after which we sleep until woken. */
const QUIET = 100;
/** Naps between two looks at the mail. */
const MAIL = 16;
/** How often there is a look at whether it is time to write, while there is nothing to watch, ms. */
const TICK = 250;
/** Naps between two turns of the event loop, which brings signals. */
const TURN = 64;
/** … or requests from outside, which take several of them. */
const CONTROLLED_TURN = 8;

const { port, check } = workerData as CompanionStart;
// The main thread may still be about to find out what is wanted.
Atomics.wait(check, 0, 0);
const { alarm, channel, cells, memory, samples, outputs, clock, costs, control } = (
  receiveMessageOnPort(port) as { message: CompanionData }
).message;
const mail = new BroadcastChannel(channel);
const main = openLog(memory);
const timelines =
  outputs.file === null || outputs.timeline === null ? null : new Timelines(outputs.file, outputs.timeline);
const threads = new RingThreads(clock, costs, timelines);
const costFinder = new CostFinder(clock, costs);
const { threadsFile } = outputs;
const output = threadsFile === null ? null : new PeriodicFile((profile) => saveProfile(threadsFile, profile));
const napping = new Int32Array(new SharedArrayBuffer(4));
const asleep = new Set<Log>();
let isAwake = false;
const owner = {
  giveUp,
  wake() {
    alarm.postMessage(null);
    void watch();
  },
};
const signals = new StuckWatch(cells, main, owner, control?.signal ?? null);
/** What answers those that control the process from outside, once it is there. */
let controlled: ProcessControl | null = null;
let onProbes = (): void => {};
/** Settles when the first module with probes has been loaded. */
const hasProbes = new Promise<void>((resolve) => (onProbes = resolve));
// A program that profiles itself has nothing written at its end: its signals are its own.
if (outputs.file !== null && signals.open()) Atomics.store(cells, HEARS, 1);

mail.onmessage = (event) => {
  open((event as unknown as { data: Letter }).data);
  void watch();
};
port.on('message', answer);
Atomics.store(cells, READY, 1);
Atomics.notify(cells, READY);
if (control !== null) void beControlledFromStart(control);
void watch();
// Those that watch nothing sleep, but time passes for the threads all the same.
if (output !== null || timelines !== null) setInterval(save, TICK).unref();

// A main thread that does not get to its event loop writes between two batches; where they take long, when it is asked.
if (outputs.file !== null) setInterval(remind, TICK).unref();

function remind(): void {
  if (!threads.reads(MAIN_THREAD)) ask(main);
}

function save(): void {
  output?.write(() => threads.profile());
  timelines?.write();
}

/** Watches while there is something to see, then sleeps until a writer wakes us or mail comes. */
async function watch(): Promise<void> {
  if (isAwake) return;
  isAwake = true;
  let quiet = 0;
  for (let naps = 0; quiet < QUIET || !costFinder.isDone || signals.isAsking; naps++) {
    if (naps % MAIL === 0) readMail();
    if (naps % (controlled === null ? TURN : CONTROLLED_TURN) === 0) await turn();
    signals.look();
    const news = look();
    if (controlled !== null) threads.note();
    quiet = news > 0 ? 0 : quiet + 1;
    save();
    // A writer that is ahead by a stride has more to read.
    if (!costFinder.isDone) costFinder.work();
    else if (news < STRIDE) Atomics.wait(napping, 0, 0, NAP);
  }
  isAwake = false;
  void sleep(main);
  for (const log of threads.logs()) void sleep(log);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Signals that have come by now have been heard of: two turns bring them. */
async function heardSignals(): Promise<void> {
  await turn();
  await turn();
}

/** Looks everywhere once; returns how much news there was: words read, or one for a cursor that has moved. */
function look(): number {
  const words = threads.read();
  const isWatched = main.cells[DOZING] === 0 && !threads.reads(MAIN_THREAD);
  return isWatched && noteSample(samples, main.cells, processClock) ? words + 1 : words;
}

/** Tells a writer that nobody watches (its next event is to carry an exact time), and waits until it wakes us. */
async function sleep(log: Log): Promise<void> {
  if (asleep.has(log)) return;
  asleep.add(log);
  dozeOff(log);
  await Atomics.waitAsync(log.cells, DOZING, 1).value;
  asleep.delete(log);
  void watch();
}

function open(letter: Letter): void {
  if (letter.type === 'ask') return answerThread(letter);
  if (letter.type === 'report') return report(letter);
  if (letter.type === 'finish') return void finish(letter);
  if (letter.type === 'go-on') return goOn();
  if (letter.type === 'released') return void release(letter.signal);
  if (letter.type === 'control') return void answerControl(letter);
  if (letter.type === 'join') return join(letter);
  if (letter.type === 'collections') return timelines?.note(letter);
  if (letter.type === 'sites') onProbes();
  if (letter.type === 'leave' || letter.type === 'sites') return threads.accept(letter);
  keepSoFar(letter);
}

/** What it takes is loaded now: programs that are not controlled from outside do not wait for it. */
async function beControlled(options: ControlOptions): Promise<ControlAnswer | null> {
  const { ProcessControl } = await import('./control/process-control.ts');
  const accounts = {
    ...{ threads, cells, channel, clock, readMail, cwd: cwdOf(outputs) },
    onClear: () => output?.hurry(),
  };
  controlled ??= new ProcessControl(accounts, options);
  if (options.isFollower) await hasProbes;
  return options.address && controlled.open(options.address);
}

/** Nobody waits for the answer: what is wrong is said. */
async function beControlledFromStart(options: ControlOptions): Promise<void> {
  const answer = await beControlled(options);
  if (answer?.address === null) say(answer.reason);
}

function cwdOf({ file }: CompanionData['outputs']): string | null {
  return file === null || typeof file === 'string' ? null : file.cwd;
}

async function answerControl({ options, reply }: ControlLetter): Promise<void> {
  reply.postMessage(controlled?.answer ?? (await beControlled(options)));
  reply.close();
}

/**
 * The main thread writes nothing more when it has handed its log over, and it may have been about to: neither is what it
 * has done since its last writing to wait for the end of a pause of ours.
 */
function join(letter: JoinLetter): void {
  threads.accept(letter);
  if (letter.thread === MAIN_THREAD) output?.hurry();
}

function keepSoFar({ file, profile }: WriteLetter): void {
  try {
    saveProfile(file, profile);
  } catch {
    // The disk may be full now and not at the end; the last writing reports what remains wrong.
  }
}

function answerThread({ thread, within }: AskLetter): void {
  const profile = threads.profileOf(thread, within);
  if (profile === null) return;
  mail.postMessage({
    type: 'answer',
    thread,
    within,
    profile: JSON.stringify(profile),
  } satisfies AnswerLetter);
}

function readMail(): void {
  for (let letter = receive(mail); letter; letter = receive(mail)) open(letter.message);
  for (let letter = receiveMessageOnPort(port); letter; letter = receiveMessageOnPort(port)) {
    answer(letter.message as Letter);
  }
}

function answer(letter: Letter): void {
  open(letter);
  if (letter.type !== 'report') void watch();
}

/** Node takes a BroadcastChannel here as well; its types do not say so yet. */
function receive(from: BroadcastChannel): { message: Letter } | undefined {
  return receiveMessageOnPort(from as unknown as MessagePort);
}

/** What is asked for is read to the end first. */
function report({ within }: ReportLetter): void {
  readMail();
  const profile = within === null ? threads.profile() : threads.profileOf(MAIN_THREAD, within);
  port.postMessage((profile === null ? null : JSON.stringify(profile)) satisfies ReportMessage);
  Atomics.add(cells, REPORTS, 1);
  Atomics.notify(cells, REPORTS);
}

/**
 * The process ends. Whatever a thread has written by the time that this is over is in the file. A signal that has come
 * meanwhile ends it as it would have without us.
 */
async function finish({ profile, isWritten }: FinishLetter): Promise<void> {
  readMail();
  if (!isWritten) writeAll(profile);
  timelines?.finish();
  controlled?.close();
  await heardSignals();
  const signal = Atomics.load(cells, SIGNAL);
  signals.close();
  if (signal !== 0) process.kill(process.pid, signal);
  Atomics.add(cells, ENDINGS, 1);
  Atomics.notify(cells, ENDINGS);
}

function writeAll(own: Profile | null): void {
  const { file } = outputs;
  if (file === null) return;
  try {
    do {
      threads.hold(true);
      finishProfile(file, withThreads(own));
    } while (threads.read() > 0);
  } catch (error) {
    sayNotWritten(file, error);
  }
}

/** A signal that the program has just handled may still be on its way to this thread. */
async function release(signal: number): Promise<void> {
  await heardSignals();
  Atomics.sub(cells, HANDLED + signal, 1);
}

function goOn(): void {
  threads.hold(false);
  signals.open();
}

/** The main thread cannot be reached. What it has accounted for by itself is lost since it was last written. */
function giveUp(signal: number): void {
  readMail();
  controlled?.close();
  if (threads.reads(MAIN_THREAD)) writeAll(null);
  else output?.writeNow(() => threads.profile());
  timelines?.finish();
  signals.close();
  // A handler that came after the signal has no turn any more.
  process.kill(process.pid, Atomics.load(cells, HANDLED + signal) > 0 ? 'SIGKILL' : signal);
}

function withThreads(own: Profile | null): Profile {
  const others = threads.profile();
  if (own === null || others === null) return (own ?? others)!;
  return mergeProfiles([
    { name: 'main', profile: own },
    { name: 'threads', profile: others },
  ]);
}
