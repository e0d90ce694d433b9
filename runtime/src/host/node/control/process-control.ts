/** The accountant's side of remote control: loaded when a process is to be controlled, not before. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { areAll, clear, profileOf, stacksOf, statusOf, type Subject } from '../../../accountant/control.ts';
import type {
  ControlAnswer,
  ControlOptions,
  ControlStatus,
  ProcessIdentity,
} from '../../../accountant/control-format.ts';
import type { Profile } from '../../../profile/format.ts';
import { hearSignal } from '../signal-handles.ts';
import { addressText, type ControlAddress } from './address.ts';
import { addRegistration, removeRegistration } from './registration.ts';
import { portOf, serveControl, type Routes } from './server.ts';
import { say } from './say.ts';
import { createToggle } from './toggle.ts';
import { isWishedOn, setWish, teller } from './wish.ts';

/** How long threads that are not busy may take to start or stop, ms, and how often there is a look. */
const PATIENCE = 300;
const POLL = 5;

/** What the accountant lends to those that control the process. */
export interface Accounts extends Omit<Subject, 'identity' | 'node'> {
  readonly cells: Int32Array;
  readonly channel: string;
  /** Takes in what threads have said up to now. */
  readonly readMail: () => void;
  /** All sums are zero: what was written down before is to be replaced. */
  readonly onClear: () => void;
  /** Where the timeline is written; null: none is recorded. */
  readonly timeline: { read(from: number): Uint8Array } | null;
}

/** A process as those see it that control it from outside. */
export class ProcessControl {
  readonly #accounts: Accounts;
  readonly #options: ControlOptions;
  readonly #tell: () => void;
  readonly #token = randomBytes(32).toString('base64url');
  #server: Server | null = null;
  #file: string | null = null;
  /** Where its server is, while there is one. */
  answer: ControlAnswer | null = null;

  constructor(accounts: Accounts, options: ControlOptions) {
    this.#accounts = accounts;
    this.#options = options;
    this.#tell = teller(accounts.channel);
    const { signal, output, pid } = options;
    if (signal === null) return;
    const toggled = {
      isOn: () => isWishedOn(accounts.cells),
      clear: () => this.#clear(),
      want: (isOn: boolean) => this.#want(isOn),
      profile: () => this.#profile(),
    };
    if (!hearSignal(signal, createToggle(toggled, signal, output, pid)))
      say(`${signal} cannot be heard of here; profiling goes on as it is`);
  }

  /** Opens its server; returns where, or why it cannot. */
  async open(address: ControlAddress): Promise<ControlAnswer> {
    const token = this.#token;
    const { isTold, isFollower } = this.#options;
    try {
      this.#server = await this.#listen(address);
      const port = portOf(this.#server);
      const text = addressText({ ...address, port });
      this.#file = addRegistration(this.#options.folder, {
        ...identityOf(this.#options),
        address: text,
        token,
      });
      // Of those that may be many, the one that has the port that was asked for.
      if (isTold || (isFollower && port === address.port))
        say(`control at http://${text}, token ${token} (in ${this.#file}): tsprof attach ${text}`);
      return (this.answer = { address: text, token, file: this.#file });
    } catch (error) {
      this.close();
      const reason = reasonOf(error as NodeJS.ErrnoException);
      return { address: null, reason: `no control at ${addressText(address)}: ${reason}` };
    }
  }

  async #listen(address: ControlAddress): Promise<Server> {
    const serve = (at: ControlAddress) => serveControl(at, this.#token, this.#routes());
    const server = await serve(address).catch((error: unknown) => {
      if (!this.#options.isFollower) throw error;
      return serve({ ...address, port: 0 });
    });
    server.on('connection', (socket) => socket.unref());
    return server.unref();
  }

  /** The process ends, or is not to be controlled any more. */
  close(): void {
    if (this.#file !== null) removeRegistration(this.#file);
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = this.#file = this.answer = null;
  }

  #routes(): Routes {
    return {
      'GET /status': () => this.#status(),
      'GET /profile': () => this.#profile(),
      'GET /stacks': () => stacksOf(this.#subject, Date.now()),
      'GET /timeline': (query) => this.#timeline(query),
      'POST /start': () => this.#want(true),
      'POST /stop': () => this.#want(false),
      'POST /clear': () => {
        this.#clear();
        return this.#status();
      },
    };
  }

  /** The process, with all that its threads have said by now. */
  get #subject(): Subject {
    this.#accounts.readMail();
    return { ...this.#accounts, identity: identityOf(this.#options), node: process.version };
  }

  #status(): ControlStatus {
    return statusOf(this.#subject, isWishedOn(this.#accounts.cells));
  }

  #profile(): Profile {
    return profileOf(this.#subject);
  }

  /** What has been written of the timeline from the byte `from` on; empty where there is none. */
  #timeline(query: URLSearchParams): Uint8Array {
    const { timeline } = this.#accounts;
    const from = Number(query.get('from') ?? 0);
    return timeline === null || !Number.isSafeInteger(from) || from < 0
      ? new Uint8Array(0)
      : timeline.read(from);
  }

  #clear(): void {
    clear(this.#subject);
    this.#accounts.onClear();
  }

  /** Waits for those threads that get to their event loops soon. */
  async #want(isOn: boolean): Promise<ControlStatus> {
    setWish(this.#accounts.cells, isOn);
    this.#tell();
    const end = Date.now() + PATIENCE;
    while (!areAll(this.#subject, isOn) && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, POLL));
    return this.#status();
  }
}

function identityOf({ pid, name, script, cwd, started }: ControlOptions): ProcessIdentity {
  return { pid, name, script, cwd, started };
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use. Name another one, or 0 for any',
  EACCES: 'permission denied. Name a port above 1023, or 0 for any',
};

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}
