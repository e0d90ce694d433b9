/** The accountant of the realm that has started this worker. */
import type { Answer, Message } from '../../accountant/messages.ts';
import { PageAccountant } from './page-accountant.ts';

const accountant = new PageAccountant((answer) => postMessage(answer), true);

globalThis.onmessage = ({ data }: MessageEvent<Message>) => accountant.accept(data);

postMessage({ type: 'ready' } satisfies Answer);
