import { increase } from './connection.js';

const output = document.querySelector('output');
const frame = document.createElement('iframe');
const worker = new Worker(new URL('./dedicated.js', import.meta.url), { type: 'module' });

function say(words) {
  output.textContent = words;
}

function answerOf(target) {
  return new Promise((resolve) => {
    target.addEventListener('message', ({ data }) => resolve(data), { once: true });
  });
}

async function startService() {
  const controlled = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
  });
  await navigator.serviceWorker.register('/service.js', { type: 'module' });
  await controlled;
}

async function askDedicated() {
  worker.postMessage(10);
  say(`dedicated: ${await answerOf(worker)}`);
}

async function askShared() {
  say(`shared: ${await increase(1)}`);
}

async function askService() {
  const { answer } = await (await fetch('/fibonacci?n=12')).json();
  say(`service: ${answer}`);
}

async function askFrame() {
  const doubled = frame.contentWindow.double(5);
  frame.contentWindow.postMessage(doubled);
  say(`frame: ${await answerOf(window)}`);
}

function openFrame() {
  const opened = answerOf(window);
  frame.src = '/frame.html';
  document.body.append(frame);
  return opened;
}

const handlers = { dedicated: askDedicated, shared: askShared, service: askService, frame: askFrame };
for (const [id, handler] of Object.entries(handlers))
  document.querySelector(`#${id}`).addEventListener('click', handler);

await Promise.all([startService(), openFrame()]);
say('ready');
console.log('all are ready');
