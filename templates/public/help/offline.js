/* Keeps a copy of the help page and its stylesheet, and shows it when the page itself cannot be reached.
   It looks at no other address, and tells nobody anything. */
"use strict";
const KEPT = "help";
const PAGE = "/help";
const COPY = "/help/offline";

const keep = async () => {
  const cache = await caches.open(KEPT);
  const copy = await fetch(COPY, { cache: "no-store" });
  if (!copy.ok) return;
  const sheet = (await copy.clone().text()).match(/href="([^"]*app\.css[^"]*)"/);
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(COPY, copy);
  if (sheet) await cache.add(sheet[1]);
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep().catch(() => {})));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== "GET") return;
  if (url.pathname === PAGE) {
    event.respondWith(fetch(event.request).catch(() => caches.match(COPY)));
  } else if (url.pathname.endsWith("/app.css")) {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
