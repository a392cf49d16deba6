// The service worker: stores the page and its engine, so that they work offline. The build fills in the files and the version,
// which is a hash of all files.

const CACHE = 'unspin-VERSION';
const FILES = ['FILES'];
/** On the first visit, the engine is stored when the page loads it: it is large and should be transferred only once. */
const ENGINE = 'engine.wasm';

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('fetch', event => {
  const { method, url } = event.request;
  if (method === 'GET' && new URL(url).origin === location.origin) event.respondWith(answer(event));
});

async function install() {
  const known = (await caches.keys()).some(name => name.startsWith('unspin-') && name !== CACHE);
  const cache = await caches.open(CACHE);
  const files = known ? [...FILES, ENGINE] : FILES;
  await cache.addAll(files.map(file => new Request(file, { cache: 'no-cache' })));
}

async function activate() {
  const old = (await caches.keys()).filter(name => name.startsWith('unspin-') && name !== CACHE);
  await Promise.all(old.map(name => caches.delete(name)));
  await self.clients.claim();
}

async function answer(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(event.request, { ignoreSearch: true });
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && new URL(event.request.url).pathname.endsWith(`/${ENGINE}`)) event.waitUntil(cache.put(event.request, response.clone()));
  return response;
}
