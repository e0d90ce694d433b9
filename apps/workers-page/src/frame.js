import { increase } from './connection.js';

/** The page calls it across the border. */
window.double = function double(number) {
  return 2 * number;
};

window.addEventListener('message', async function onAsked({ data, source }) {
  const total = await increase(data);
  document.querySelector('#heard').textContent = `the total is ${total}`;
  source.postMessage(total);
});
window.parent.postMessage('ready');
