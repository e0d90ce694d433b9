import { Counter } from './counter';
import { History } from './history';

const input = document.querySelector<HTMLInputElement>('#limit')!;
const output = document.querySelector('output')!;
const history = new History(document.querySelector('#history')!);
const counter = new Counter(new Worker(new URL('./primes.worker.ts', import.meta.url)));

/** The limit becomes thousands as soon as it is typed. */
function normalize(): void {
  input.value = input.value.replace(/k$/, '000');
}

async function count(): Promise<void> {
  const limit = Number(input.value);
  const primes = await counter.countTo(limit);
  output.textContent = `${primes} primes below ${limit}`;
  history.add(limit, primes);
}

async function explain(): Promise<void> {
  const { explanation } = await import(/* webpackChunkName: "explain" */ './explain');
  output.textContent = explanation([...history]);
}

input.addEventListener('input', normalize);
document.querySelector('#count')!.addEventListener('click', count);
document.querySelector('#explain')!.addEventListener('click', explain);
console.log('primes are ready');
output.textContent = 'ready';
