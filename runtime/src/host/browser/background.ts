/**
 * Pages are not kept open by a timer or a channel, but a server may run what was built for a page, and must be able to
 * end: such hosts can be told not to wait.
 */
export function inBackground<T extends object | number>(handle: T): T {
  (handle as { unref?: () => void }).unref?.();
  return handle;
}
