/** What tells a service worker by its text: its script says it, or any of its modules. */

const GLOBALS =
  /\bServiceWorkerGlobalScope\b|\bself\s*\.\s*(?:skipWaiting|clients|registration|__WB_MANIFEST)\b|\bclients\s*\.\s*claim\b/;

/** Events that no page and no other worker has. */
const EVENTS =
  'install|activate|fetch|push|pushsubscriptionchange|notificationclick|notificationclose|sync|periodicsync|canmakepayment|paymentrequest|backgroundfetch\\w+';

/** Of the global object, and of nothing else: objects of a program may have events of these names. */
const OF_GLOBAL = '(?<![\\w$.]|\\.\\s+)(?:(?:self|globalThis)\\s*\\.\\s*)?';

const LISTENERS = new RegExp(
  `${OF_GLOBAL}(?:addEventListener\\s*\\(\\s*(['"])(?:${EVENTS})\\1|on(?:${EVENTS})\\s*=(?!=))`,
);

/** Whether what is asked for by this text runs in a service worker, which may load nothing later. */
export const isServiceWorker = (code: string): boolean => GLOBALS.test(code) || LISTENERS.test(code);
