import { fibonacci } from './fibonacci.js';

self.addEventListener('install', function onInstall() {
  self.skipWaiting();
});

self.addEventListener('activate', function onActivate(event) {
  event.waitUntil(self.clients.claim());
});

async function answer(url) {
  const n = Number(url.searchParams.get('n'));
  await Promise.resolve();
  return Response.json({ answer: fibonacci(n) });
}

self.addEventListener('fetch', function onFetch(event) {
  const url = new URL(event.request.url);
  if (url.pathname === '/fibonacci') event.respondWith(answer(url));
});
