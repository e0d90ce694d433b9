/** Pages and frames ask the same worker. */
const worker = new SharedWorker(new URL('./shared.js', import.meta.url), { type: 'module', name: 'total' });

export function increase(by) {
  return new Promise((resolve) => {
    worker.port.onmessage = ({ data }) => resolve(data);
    worker.port.postMessage(by);
  });
}
