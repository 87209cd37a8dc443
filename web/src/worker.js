// Runs in a worker: loads Python with NumPy and the handbook's own modules, then answers requests
// with `handbook.check.in_page.answer`.

import { wake } from "./python.js";

const plainFetch = self.fetch.bind(self);
let answer = null; // a promise of the Python function
let python = null;
let settings = null;
const checks = new Map();
const took = {}; // milliseconds of each step of loading

postMessage({ type: "alive" });

onmessage = async ({ data }) => {
  if (data.start) {
    settings = data.start;
    answer = load();
    answer.then(() => postMessage({ type: "ready", took }), (error) => crash(error, true));
    return;
  }
  let loaded = false;
  try {
    const reply = await answer;
    const { assignment, ...request } = data.request;
    if (assignment) request.checks = await checksOf(assignment);
    loaded = true;
    const print = (text) => postMessage({ type: "print", id: data.id, text });
    postMessage({ type: "answer", id: data.id, answer: JSON.parse(reply(JSON.stringify(request), print)) });
  } catch (error) {
    crash(error, !loaded);
  }
};

// A failure of Python itself: what the learner's code raises is an answer.
function crash(error, loading) {
  const text = String(error);
  console.warn(text.slice(-1000));
  postMessage({ type: "crash", loading, memory: /memory/i.test(text) });
}

async function load() {
  const { folder, start, frozen, files } = settings.runtime;
  const total = Object.values(files).reduce((a, b) => a + b, 0);
  let got = 0;
  self.fetch = counted((bytes) => {
    got += bytes;
    // What is left to do once all is here takes a part of the time, too.
    postMessage({ type: "progress", share: Math.min(0.9, (0.9 * got) / total) });
  });
  const here = new URL(`${folder}/`, self.location.href).href;
  const prepared = Object.fromEntries(frozen.map((name) => [name, bytes(`${folder}/${name}`)]));
  const [loaded, modules] = await Promise.all([
    import(here + start).then(({ loadPyodide }) => wake(loadPyodide, here, prepared)),
    bytes(settings.package),
  ]);
  python = loaded;
  self.fetch = plainFetch;
  lap("python");
  python.unpackArchive(modules, "zip", { extractDir: "/handbook" });
  python.runPython("import sys; sys.path.insert(0, '/handbook')");
  lap("unpack");
  const reply = python.pyimport("handbook.check.in_page").answer;
  lap("import");
  return reply;
}

let last = performance.now();

function lap(step) {
  const now = performance.now();
  took[step] = Math.round(now - last);
  last = now;
}

async function checksOf(assignment) {
  if (!checks.has(assignment)) {
    const content = await bytes(`${assignment}/checks.json`, { cache: "no-cache" });
    const folder = `/checks/${assignment}`;
    python.FS.mkdirTree(folder);
    python.FS.writeFile(`${folder}/checks.json`, new Uint8Array(content));
    checks.set(assignment, `${folder}/checks.json`);
  }
  return checks.get(assignment);
}

async function bytes(path, options = {}) {
  const response = await self.fetch(new URL(path, self.location.href), options);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}

/**
 * `fetch` that counts what arrives; takes what the browser has kept, because the names of the files
 * change with their content; and gives WebAssembly its type where the server does not know it.
 */
function counted(count) {
  return async (url, options = {}) => {
    const response = await plainFetch(url, { cache: "force-cache", ...options });
    if (!response.ok || !response.body) return response;
    const wasm = String(url?.url ?? url).split("?")[0].endsWith(".wasm");
    const type = response.headers.get("content-type") ?? "";
    if (!wasm || type.startsWith("application/wasm")) {
      // A copy is counted: the browser keeps compiled code only for a response as it came.
      const reader = response.clone().body.getReader();
      (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) count(part.value.length);
      })().catch(() => {});
      return response;
    }
    const through = new TransformStream({
      transform(part, controller) {
        count(part.length);
        controller.enqueue(part);
      },
    });
    return new Response(response.body.pipeThrough(through), { headers: { "content-type": "application/wasm" } });
  };
}
