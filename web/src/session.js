// The page's one Python: a worker that is started on the first press, stopped and started again.

import { noteRun } from "./recent.js";

const HERE = new URL("./", import.meta.url);

const KEEP_AFTER = 3000; // milliseconds: the answer that is waited for comes first
const STILL = 60_000; // milliseconds without a sign of progress, after which loading is given up
const NOT_LOADED = "Python could not be loaded from this site. The code is kept; try again.";
const STANDS_STILL = "Loading Python stands still: the line is down or something between keeps it back. The code is kept; try again.";
const ENDED_BY_ITSELF = "Python ended by itself and starts again on the next press. The code is kept.";

let manifest = null;
let worker = null;
let waiting = new Map();
let count = 0;

/** An end that is no answer: `kind` is "stopped", "unsupported", "memory" or "failed". */
export class Ended extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** What the site was built with; asked for once. */
export async function settings() {
  manifest ??= await fetchJson("manifest.json");
  return manifest;
}

export async function fetchJson(path) {
  const answer = await fetch(new URL(path, HERE), { cache: "no-cache", signal: AbortSignal.timeout(STILL) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Ask Python. `request` is what `handbook.check.in_page.answer` takes, with `assignment` in the place of
 * `checks`. `on.progress(got, total)` is called with bytes while Python loads, `on.ready()` when it is
 * there, `on.print(text)` while the code runs. Rejects with `Ended`.
 */
export async function ask(request, on) {
  if (isOld()) {
    throw new Ended("unsupported", "This browser cannot run Python: it is too old, or kept from it by a setting.");
  }
  let built;
  try {
    built = await settings();
  } catch {
    throw new Ended("failed", NOT_LOADED);
  }
  worker ??= start(built);
  const id = (count += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, on });
    if (worker.ready) on.ready();
    else on.progress(worker.got, worker.total);
    worker.postMessage({ id, request });
  });
}

/**
 * Start to load Python before it is asked for, so that the first press is answered sooner. Where the
 * browser is told to save data, or lacks what Python needs, nothing is done until the press.
 */
export async function warm() {
  if (worker !== null || navigator.connection?.saveData || isOld()) return;
  try {
    const built = await settings();
    worker ??= start(built);
  } catch {
    // said at the press
  }
}

/** End whatever runs, and have Python ready again. */
export function stop() {
  end(new Ended("stopped", "Stopped. The code is kept."));
  if (manifest !== null) worker = start(manifest);
}

function isOld() {
  const needed = [globalThis.WebAssembly, globalThis.Worker, globalThis.DecompressionStream];
  return needed.some((part) => part === undefined);
}

function start(built) {
  const address = new URL(`worker.js?v=${built.version}`, HERE);
  const started = new Worker(address, { type: "module" });
  // Only what bears this mark is the worker's own word, and not that of code that runs in it.
  const mark = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  started.got = 0;
  started.total = Object.values(built.runtime.files).reduce((a, b) => a + b, 0);
  let alive = false;
  let still = 0;
  const watch = () => {
    clearTimeout(still);
    if (started.ready || started !== (worker ?? started)) return;
    still = setTimeout(() => started === worker && end(new Ended("failed", STANDS_STILL)), STILL);
  };
  started.addEventListener("message", ({ data }) => {
    if (data?.type === "alive") alive = true;
    if (started !== worker || data?.mark !== mark) return;
    watch();
    const job = waiting.get(data.id);
    if (data.type === "progress") {
      Object.assign(started, { got: data.got, total: data.total });
      each((on) => on.progress(data.got, data.total));
    } else if (data.type === "ready") {
      started.ready = true;
      noteRun();
      clearTimeout(still);
      // Once it was of use, Python is kept for when there is no connection (see offline.js).
      setTimeout(keepPython, KEEP_AFTER);
      for (const [step, duration] of Object.entries(data.took)) {
        performance.measure(`handbook-${step}`, { start: 0, duration }); // read by the benchmark
      }
      each((on) => on.ready());
    } else if (data.type === "print") job?.on.print(data.text);
    else if (data.type === "answer") {
      waiting.delete(data.id);
      job?.resolve(data.answer);
    } else if (data.type === "crash") end(crash(data));
  });
  started.addEventListener("error", async (event) => {
    event.preventDefault();
    if (started !== worker) return;
    const ended = alive ? new Ended("failed", ENDED_BY_ITSELF) : await whyNotStarted(address);
    if (started === worker) end(ended);
  });
  started.postMessage({ start: built, mark });
  watch();
  return started;
}

function keepPython() {
  navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ keep: "python" }));
}

/** A worker that did not start: its file is not to be had, or the browser does not know its kind. */
async function whyNotStarted(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(STILL) });
    if (answer.ok) {
      return new Ended("unsupported", "Python could not be started: this browser, or a rule of this site, allows no module workers.");
    }
  } catch {
    // said below
  }
  return new Ended("failed", NOT_LOADED);
}

function crash({ memory, loading }) {
  if (memory) {
    return new Ended(
      "memory",
      "Python ran out of memory and starts again on the next press. The code is kept. Smaller arrays fit; a notebook has more room.",
    );
  }
  return new Ended(
    "failed",
    loading
      ? NOT_LOADED
      : ENDED_BY_ITSELF,
  );
}

function each(then) {
  for (const { on } of waiting.values()) then(on);
}

function end(reason) {
  worker?.terminate();
  worker = null;
  const jobs = waiting;
  waiting = new Map();
  for (const { reject } of jobs.values()) reject(reason);
}
