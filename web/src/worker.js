// Runs in a worker: loads Python with NumPy and the handbook's own modules, then answers requests
// with `handbook.check.in_page.answer`.
//
// Code that a learner runs may come from anybody's notebook. What it can reach of the browser is
// shut before it runs, and every message bears a mark that only this script and the page know.

import { wake } from "./python.js";

const post = self.postMessage.bind(self);
const plainFetch = self.fetch.bind(self);
const parse = JSON.parse;
const decoder = new TextDecoder();
let mark = null;
let answer = null; // a promise of the Python function
let python = null;
let settings = null;
let asked = 0; // the request that is being answered
const checks = new Map();
const took = {}; // milliseconds of each step of loading

post({ type: "alive" });

onmessage = async ({ data }) => {
  if (data.start) {
    settings = data.start;
    mark = data.mark;
    answer = load();
    answer.then(() => tell({ type: "ready", took }), (error) => crash(error, true));
    return;
  }
  let loaded = false;
  try {
    const reply = await answer;
    const { assignment, ...request } = data.request;
    if (assignment) request.checks = await checksOf(assignment);
    loaded = true;
    asked = data.id;
    tell({ type: "answer", id: data.id, answer: parse(reply(JSON.stringify(request))) });
  } catch (error) {
    crash(error, !loaded);
  }
};

function tell(message) {
  post({ ...message, mark });
}

// A failure of Python itself: what the learner's code raises is an answer.
function crash(error, loading) {
  const text = String(error);
  console.warn(text.slice(-1000));
  tell({ type: "crash", loading, memory: /memory/i.test(text) });
}

// Python's part: it prints to its standard output, so that no object of the browser's is handed to
// it, and the modules that lead into the browser are gone.
const CLOSE = `
import os, sys
from importlib.abc import MetaPathFinder
from handbook.check import in_page

BROWSER = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"}


class Refused(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BROWSER:
            raise ImportError(f"{name} belongs to the browser; code on a page has Python and NumPy")


sys.meta_path[:] = [f for f in sys.meta_path if "pyodide" not in type(f).__module__]
sys.meta_path.insert(0, Refused())
for name in [name for name in sys.modules if name.partition(".")[0] in BROWSER]:
    del sys.modules[name]


def answer(request):
    return in_page.answer(request, lambda text: os.write(1, text.encode("utf-8", "replace")) and None)
`;
const SHUT = [
  "postMessage", "fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "Worker",
  "importScripts", "BroadcastChannel", "MessageChannel", "indexedDB", "caches", "close",
];

function shut(names) {
  for (const name of names) {
    for (let at = self; at !== null; at = Object.getPrototypeOf(at)) {
      if (Object.hasOwn(at, name)) delete at[name];
    }
    Object.defineProperty(self, name, { value: undefined });
  }
}

function load() {
  // A file of Python's own that is missing or cut off ends the loading: Pyodide would wait for ever.
  return new Promise((resolve, reject) => start(reject).then(resolve, reject));
}

async function start(fail) {
  const { folder, start: script, frozen, files } = settings.runtime;
  const total = Object.values(files).reduce((a, b) => a + b, 0);
  let got = 0;
  const count = (bytes) => {
    got += bytes;
    tell({ type: "progress", got: Math.min(got, total), total });
  };
  self.fetch = counted(count, fail);
  const ours = counted(count, () => {});
  const here = new URL(`${folder}/`, self.location.href).href;
  const prepared = Object.fromEntries(frozen.map((name) => {
    const content = bytes(`${folder}/${name}`, {}, ours);
    content.catch(() => {}); // said where it is awaited
    return [name, content];
  }));
  const { loadPyodide } = await import(here + script);
  const use = (loaded) => {
    lap("python");
    python = loaded;
    python.setStdout({ write: printed });
    const scope = python.globals.get("dict")();
    python.runPython(CLOSE, { globals: scope });
    lap("import");
    return scope.get("answer");
  };
  const reply = await wake(loadPyodide, here, prepared, use, (error) => {
    lap("anew");
    console.warn(`Python is started anew: ${String(error).slice(-300)}`);
    tell({ type: "progress", got, total });
  });
  shut(SHUT);
  return reply;
}

function printed(content) {
  tell({ type: "print", id: asked, text: decoder.decode(content, { stream: true }) });
  return content.length;
}

let last = performance.now();

function lap(step) {
  const now = performance.now();
  took[step] = Math.round(now - last);
  last = now;
}

async function checksOf(assignment) {
  if (!checks.has(assignment)) {
    const content = await bytes(`${assignment}/checks.json`, { cache: "no-cache" }, plainFetch);
    const folder = `/checks/${assignment}`;
    python.FS.mkdirTree(folder);
    python.FS.writeFile(`${folder}/checks.json`, new Uint8Array(content));
    checks.set(assignment, `${folder}/checks.json`);
  }
  return checks.get(assignment);
}

async function bytes(path, options, fetch) {
  const response = await fetch(new URL(path, self.location.href), options);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}

/**
 * `fetch` that counts what arrives, and says where something does not; takes what the browser has
 * kept, because the names of the files change with their content; and gives WebAssembly its type
 * where the server does not know it.
 */
function counted(count, fail) {
  return async (url, options = {}) => {
    const name = String(url?.url ?? url);
    let response;
    try {
      response = await plainFetch(url, { cache: "force-cache", ...options });
    } catch (error) {
      fail(error);
      throw error;
    }
    if (!response.ok) fail(new Error(`${name}: ${response.status}`));
    if (!response.ok || !response.body) return response;
    const path = name.split("?")[0];
    const wasm = path.endsWith(".wasm");
    const due = settings.runtime.files[path.slice(path.lastIndexOf("/") + 1)];
    let came = 0;
    const part = (length) => {
      count(length);
      came += length;
    };
    // A line that is cut off can look like the end of the file.
    const ended = () => {
      if (due && came < due) fail(new Error(`${name}: ${came} of ${due} bytes`));
    };
    const type = response.headers.get("content-type") ?? "";
    if (!wasm || type.startsWith("application/wasm")) {
      // A copy is counted: the browser keeps compiled code only for a response as it came.
      const reader = response.clone().body.getReader();
      (async () => {
        for (let each = await reader.read(); !each.done; each = await reader.read()) part(each.value.length);
        ended();
      })().catch(fail);
      return response;
    }
    const through = new TransformStream({
      transform(chunk, controller) {
        part(chunk.length);
        controller.enqueue(chunk);
      },
      flush: ended,
    });
    response.body.pipeTo(through.writable).catch(fail);
    return new Response(through.readable, { headers: { "content-type": "application/wasm" } });
  };
}
