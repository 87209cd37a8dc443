// The page's one Python: a worker that is started on the first press, stopped and started again.

const HERE = new URL("./", import.meta.url);

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
  const answer = await fetch(new URL(path, HERE), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Ask Python. `request` is what `handbook.check.in_page.answer` takes, with `assignment` in the place of
 * `checks`. `on.progress(share)` is called while Python loads, `on.ready()` when it is there,
 * `on.print(text)` while the code runs. Rejects with `Ended`.
 */
export async function ask(request, on) {
  const needed = [globalThis.WebAssembly, globalThis.Worker, globalThis.DecompressionStream];
  if (needed.some((part) => part === undefined)) {
    throw new Ended("unsupported", "This browser cannot run Python: it is too old, or kept from it by a setting.");
  }
  let built;
  try {
    built = await settings();
  } catch {
    throw new Ended("failed", "Python could not be loaded from this site. The code is kept; try again.");
  }
  worker ??= start(built);
  const id = (count += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, on });
    if (worker.ready) on.ready();
    worker.postMessage({ id, request });
  });
}

/** End whatever runs, and have Python ready again. */
export function stop() {
  end(new Ended("stopped", "Stopped. The code is kept."));
  worker = start(manifest);
}

export function isLoaded() {
  return Boolean(worker?.ready);
}

function start(built) {
  const started = new Worker(new URL(`worker.js?v=${built.version}`, HERE), { type: "module" });
  let alive = false;
  started.addEventListener("message", ({ data }) => {
    if (started !== worker) return;
    const job = waiting.get(data.id);
    if (data.type === "alive") alive = true;
    else if (data.type === "progress") each((on) => on.progress(data.share));
    else if (data.type === "ready") {
      started.ready = true;
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
  started.addEventListener("error", (event) => {
    event.preventDefault();
    if (started !== worker) return;
    end(
      alive
        ? new Ended("failed", "Python ended by itself and starts again on the next press. The code is kept.")
        : new Ended("unsupported", "This browser cannot run Python in a page: it starts no module workers."),
    );
  });
  started.postMessage({ start: built });
  return started;
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
      ? "Python could not be loaded from this site. The code is kept; try again."
      : "Python ended by itself and starts again on the next press. The code is kept.",
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
