import { power, rows } from 'matrices';

const output = document.querySelector('output');

function show() {
  const size = Number(document.querySelector('#size').value);
  const ones = Array.from({ length: size }, () => Array(size).fill(1));
  const lines = [...rows(power(ones, 5))].map((row) => row.join(' '));
  output.textContent = `${size}: ${lines.join('; ')}`;
}

document.querySelector('#go').addEventListener('click', show);
console.log('matrices are ready');
