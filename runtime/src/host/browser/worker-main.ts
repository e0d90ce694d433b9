/** Keeps the accounts of the realm that has started this worker, and watches its log where memory is shared. */
import { AccountsService } from './accounts-service.ts';
import type { Answer, Letter } from './messages.ts';
import { watchRing } from './watch.ts';

/** How often others are told what is new, ms. */
const INTERVAL = 1000;

const service = new AccountsService((answer) => postMessage(answer));
let isWatching = false;

globalThis.onmessage = ({ data }: MessageEvent<Letter>) => {
  service.accept(data);
  if (data.type !== 'ring' || isWatching) return;
  isWatching = true;
  void watchRing(() => service.bookkeeper!);
};
setInterval(() => void service.tick(), INTERVAL);
postMessage({ type: 'ready' } satisfies Answer);
