/** The accountant of a process: a thread of ours that watches the main thread's log and replays the rings of all others. */
import { BroadcastChannel, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { Accountant, TICK } from '../../accountant/accountant.ts';
import type { ControlAnswer, ControlOptions } from '../../accountant/control-format.ts';
import {
  MAIN_THREAD,
  type AskMessage,
  type ControlMessage,
  type JoinMessage,
  type Message,
  type Outputs,
  type ProcessStart,
  type Report,
  type ReportMessage,
  type TextAnswer,
  type WriteMessage,
} from '../../accountant/messages.ts';
import { PeriodicFile } from '../../accountant/periodic-file.ts';
import { Timelines } from '../../accountant/timelines.ts';
import { openLog } from '../../log/log.ts';
import { ask } from '../../log/observer-requests.ts';
import type { ClockName } from '../../profile/format.ts';
import { noCosts } from '../../replay/costs.ts';
import { nodeHost } from './accountant-host.ts';
import type { AccountantStart } from './accountant-worker.ts';
import type { ProcessControl } from './control/process-control.ts';
import { say } from './control/say.ts';
import { CostFinder } from './cost-finder.ts';
import { MainWatch } from './main-watch.ts';
import { HEARS, READY, REPORTS } from './process-cells.ts';
import { ProcessEnd } from './process-end.ts';
import { saveProfile } from './profile-file.ts';
import { StuckWatch } from './stuck.ts';
import { ProcessTimelineFile } from './timeline-file.ts';

const { port, check } = workerData as AccountantStart;
// The main thread may still be about to find out what is wanted.
Atomics.wait(check, 0, 0);
const { alarm, channel, cells, memory, samples, outputs, clock, costs, control } = (
  receiveMessageOnPort(port) as { message: ProcessStart }
).message;
const mail = new BroadcastChannel(channel);
const main = openLog(memory);
const cwd = cwdOf(outputs);
const timelineFile = timelineFileOf(outputs);
const timelines = timelinesOf(outputs);
const { threadsFile } = outputs;
const file = threadsFile === null ? null : new PeriodicFile(() => saveThreads(threadsFile));
const signals = new StuckWatch(cells, main, { wake: wakeMain, giveUp }, control?.signal ?? null);
const watched = new MainWatch(main, samples, signals, () => threads.reads(MAIN_THREAD));
const accountant: Accountant = new Accountant(nodeHost, costsOf, { file, timelines, watched });
const { threads } = accountant;
/** What answers those that control the process from outside, once it is there. */
let controlled: ProcessControl | null = null;
const { turn } = nodeHost;
const closeControl = (): void => controlled?.close();
const end = new ProcessEnd({
  ...{ cells, outputs, threads, timelines, file, signals },
  ...{ readMail, closeControl, turn },
});
let onProbes = (): void => {};
/** Settles when the first module with probes has been loaded. */
const hasProbes = new Promise<void>((resolve) => (onProbes = resolve));
// A program that profiles itself has nothing written at its end: its signals are its own.
if (outputs.file !== null && signals.open()) Atomics.store(cells, HEARS, 1);

mail.onmessage = (event) => take((event as unknown as { data: Message }).data);
port.on('message', take);
Atomics.store(cells, READY, 1);
Atomics.notify(cells, READY);
if (control !== null) void beControlledFromStart(control);
accountant.workWhileIdle(new CostFinder(clock, costs));
if (file !== null || timelines !== null) setInterval(() => accountant.tick(), TICK).unref();

// A main thread that does not get to its event loop writes between two batches; where they take long, when it is asked.
if (outputs.file !== null) setInterval(remind, TICK).unref();

/** With another clock than the main thread's, what probes cost is not known. */
function costsOf(of: ClockName): Float64Array {
  return of === clock ? costs : noCosts();
}

function remind(): void {
  if (!threads.reads(MAIN_THREAD)) ask(main);
}

function take(message: Message): void {
  open(message);
  if (message.type !== 'report') accountant.wake();
}

function open(message: Message): void {
  switch (message.type) {
    case 'join':
      return join(message);
    case 'sites':
      onProbes();
      return accountant.accept(message);
    case 'leave':
    case 'chunks':
    case 'ring':
    case 'collections':
    case 'heap size':
    case 'memory':
      return accountant.accept(message);
    case 'ask':
      return answer(message);
    case 'report':
      return report(message);
    case 'write':
      return keepSoFar(message);
    case 'finish':
      return void end.finish(message);
    case 'go-on':
      return end.goOn();
    case 'released':
      return void end.release(message.signal);
    case 'control':
      return void answerControl(message);
  }
}

/**
 * The main thread writes nothing more when it has handed its log over, and it may have been about to: neither is what it
 * has done since its last writing to wait for the end of a pause of ours.
 */
function join(message: JoinMessage): void {
  accountant.accept(message);
  if (message.thread === MAIN_THREAD) file?.hurry();
}

function answer({ thread, nonce, within }: AskMessage): void {
  const profile = threads.profileOf(thread, within);
  if (profile === null) return;
  const text = JSON.stringify(profile);
  mail.postMessage({ type: 'text', thread, nonce, text } satisfies TextAnswer);
}

/** What is asked for is read to the end first. */
function report({ within }: ReportMessage): void {
  readMail();
  const profile = within === null ? threads.profile() : threads.profileOf(MAIN_THREAD, within);
  port.postMessage((profile === null ? null : JSON.stringify(profile)) satisfies Report);
  Atomics.add(cells, REPORTS, 1);
  Atomics.notify(cells, REPORTS);
}

/** Writes what the main thread has accounted for so far. */
function keepSoFar({ file, profile }: WriteMessage): void {
  try {
    saveProfile(file, profile);
  } catch {
    // The disk may be full now and not at the end; the last writing reports what remains wrong.
  }
}

function saveThreads(to: NonNullable<Outputs['threadsFile']>): void {
  const profile = threads.profile();
  if (profile !== null) saveProfile(to, profile);
}

/** Takes in what has been posted by now. Node takes a BroadcastChannel here as well; its types do not say so yet. */
function readMail(): void {
  const received = (from: MessagePort) => receiveMessageOnPort(from) as { message: Message } | undefined;
  const channel = mail as unknown as MessagePort;
  for (let found = received(channel); found; found = received(channel)) open(found.message);
  for (let found = received(port); found; found = received(port)) take(found.message);
}

/** The main thread is to be told that a signal has come, and from now on it is looked at all the time. */
function wakeMain(): void {
  alarm.postMessage(null);
  accountant.wake();
}

function giveUp(signal: number): void {
  end.giveUp(signal);
}

/** What it takes is loaded now: programs that are not controlled from outside do not wait for it. */
async function beControlled(options: ControlOptions): Promise<ControlAnswer | null> {
  const { ProcessControl } = await import('./control/process-control.ts');
  const onClear = (): void => file?.hurry();
  controlled ??= new ProcessControl(
    { threads, cells, channel, clock, readMail, cwd, onClear, timeline: timelineFile },
    options,
  );
  accountant.notesDelays = true;
  if (options.isFollower) await hasProbes;
  return options.address && controlled.open(options.address);
}

/** There is no answer to be waited for: what is wrong is said. */
async function beControlledFromStart(options: ControlOptions): Promise<void> {
  const answer = await beControlled(options);
  if (answer?.address === null) say(answer.reason);
}

async function answerControl({ options, reply }: ControlMessage): Promise<void> {
  reply.postMessage(controlled?.answer ?? (await beControlled(options)));
  reply.close();
}

function cwdOf({ file }: Outputs): string | null {
  return file === null || typeof file === 'string' ? null : file.cwd;
}

function timelineFileOf({ file, timeline }: Outputs): ProcessTimelineFile | null {
  return file === null || timeline === null ? null : new ProcessTimelineFile(file);
}

function timelinesOf({ timeline }: Outputs): Timelines | null {
  if (timelineFile === null || timeline === null) return null;
  return new Timelines(timelineFile, { threshold: timeline, cwd: cwdOf(outputs), now: nodeHost.now });
}
