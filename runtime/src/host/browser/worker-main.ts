/** Keeps the accounts of the realm that has started this worker, and watches its log where memory is shared. */
import { AccountsService } from './accounts-service.ts';
import type { Answer, Letter } from './messages.ts';
import { watchRing } from './watch.ts';

const service = new AccountsService((answer) => postMessage(answer));
const { port1, port2 } = new MessageChannel();
let isWatching = false;

globalThis.onmessage = ({ data }: MessageEvent<Letter>) => {
  service.accept(data);
  if (data.type === 'join' && data.info.clock !== 'none') calibrate();
  if (data.type !== 'ring' || isWatching) return;
  isWatching = true;
  void watchRing(() => service.bookkeeper!);
};

/** A step now, the next one when all letters that have come meanwhile are read. */
function calibrate(): void {
  const calibration = service.calibration();
  port1.onmessage = () => {
    calibration.step();
    if (!calibration.isDone) port2.postMessage(null);
  };
  port2.postMessage(null);
}

postMessage({ type: 'ready' } satisfies Answer);
