import { fibonacci } from './fibonacci.js';

self.addEventListener('message', function onQuestion({ data }) {
  self.postMessage(fibonacci(data));
});
