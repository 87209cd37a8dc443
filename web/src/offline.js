// The service worker, `sw.js` at the root of the site: what was read once can be read without a line.
//
// `BUILD` stands above this script, put there by the build: `version`, and `files`, which maps each
// path to `[hash, kind, named]`. Kinds are "first" (scripts, styles, fonts: kept at once), "page"
// (kept while nothing else happens) and "python" (kept once it was loaded). `named` is 1 where the
// name changes with the content.
//
// No page is ever older than the site: what can change under its name is asked of the site first,
// and what is kept answers only where the site cannot be reached. A file that is asked for by its
// hash (`?v=` or its name) is answered from what is kept, where that has this hash.

/* global BUILD */

const SCOPE = new URL(self.registration.scope);
const CACHE = `handbook ${SCOPE.pathname}`;
const HASH = "x-kept-hash";
const WHEN = "x-kept-at";
const AT_ONCE = 4; // requests
const FILLED = new URL("kept-build", SCOPE).href; // remembers which build is kept whole

self.addEventListener("install", (event) => {
  self.skipWaiting(); // the worker before and this one answer by the same rules
  event.waitUntil(keepAll("first"));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data?.keep === "site") event.waitUntil(fill());
  if (event.data?.keep === "python") event.waitUntil(keepPython());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return;
  event.respondWith(answer(event, url));
});

async function answer(event, url) {
  const { request } = event;
  const path = decodeURI(url.pathname.slice(SCOPE.pathname.length));
  const [hash, kind, named] = BUILD.files[path] ?? [];
  const asked = url.searchParams.get("v");
  const expected = asked ?? (named ? hash : null);
  if (expected !== null) {
    const kept = await find(path);
    if (kept?.headers.get(HASH) === expected) return kept;
  }
  const isPage = request.mode === "navigate";
  try {
    // A page is asked for anew, also where the server lets the browser keep it for a while.
    const response = await (isPage ? fetch(request, { cache: "no-cache" }) : fetch(request));
    if (response.ok && (isPage || kind) && kind !== "python") {
      const must = named || asked === hash ? hash : null;
      event.waitUntil(keep(path, response.clone(), must).catch(() => {}));
    }
    return response;
  } catch (error) {
    const kept = await find(path);
    if (isPage) return kept === undefined ? notKept() : withNote(kept);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** What is kept of a path. Servers may name a page without `.html`, or a folder. */
async function find(path) {
  const cache = await caches.open(CACHE);
  for (const name of [path, `${path}.html`, path.endsWith("/") || path === "" ? `${path}index.html` : path]) {
    const kept = await cache.match(address(name));
    if (kept !== undefined) return kept;
  }
  return undefined;
}

function address(path) {
  return new URL(encodeURI(path), SCOPE).href;
}

/**
 * Keep a response, with the hash of what came. Where that must be `hash` and is not, nothing is
 * kept: the line was cut off, or the server is between two builds. Gives whether it was kept.
 */
async function keep(path, response, hash = null) {
  const content = await response.arrayBuffer();
  const came = await hashOf(content);
  if (hash !== null && came !== hash) return false;
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(HASH, came);
  headers.set(WHEN, new Date().toISOString());
  // A new response: one that came by way of another address would be refused as a page.
  await (await caches.open(CACHE)).put(address(path), new Response(content, { headers }));
  return true;
}

async function hashOf(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 12);
}

/** Keep the files of a kind that are not kept yet; gives whether all of them are now. */
async function keepAll(kind) {
  const waiting = Object.keys(BUILD.files).filter((path) => BUILD.files[path][1] === kind);
  let all = true;
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) all = (await keepOne(path)) && all;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return all;
}

async function keepOne(path) {
  const [hash, , named] = BUILD.files[path];
  try {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(address(path));
    if (kept?.headers.get(HASH) === hash) return true;
    // The page asks by the same address, so that it often is in the browser already.
    const from = named ? address(path) : `${address(path)}?v=${hash}`;
    const response = await fetch(from, { cache: "force-cache" });
    return response.ok && (await keep(path, response, hash));
  } catch {
    return false; // no line, no room: the next page tries again
  }
}

/** Keep the whole site but for Python, and Python if an older one is kept; then forget what is old. */
async function fill() {
  const cache = await caches.open(CACHE);
  if ((await (await cache.match(FILLED))?.text()) === BUILD.version) return;
  const paths = (await cache.keys()).map(({ url }) => decodeURI(url.slice(SCOPE.href.length)));
  const old = paths.filter((path) => BUILD.files[path] === undefined);
  let all = (await keepAll("first")) && (await keepAll("page"));
  if (old.some(isPython)) all = (await keepAll("python")) && all;
  if (!all) return;
  for (const path of old) await cache.delete(address(path));
  await cache.put(FILLED, new Response(BUILD.version));
}

/** Python was loaded: keep it, mostly from what the browser has just fetched. */
async function keepPython() {
  if (!(await keepAll("python"))) return;
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) {
    const path = decodeURI(url.slice(SCOPE.href.length));
    if (isPython(path) && BUILD.files[path] === undefined) await cache.delete(url);
  }
}

function isPython(path) {
  return path.startsWith("_static/live/python-");
}

async function withNote(kept) {
  const day = new Date(kept.headers.get(WHEN)).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const note = `<p class="kept-page" role="note">The site cannot be reached. This page was kept on this device on ${day}.</p>`;
  const text = (await kept.text()).replace(/<article\b[^>]*>/, (tag) => tag + note);
  return new Response(text, { headers: kept.headers });
}

function notKept() {
  const text = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not on this device</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
<body><h1>This page is not on this device</h1>
<p>The site cannot be reached, and this page was not kept here before. What was written on other pages is not lost.</p>
<p><a href="${address("index.html")}">The first page</a></p></body></html>`;
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}
