// Python as web/freeze.mjs has prepared it: in the page's worker, and in the test that compares it
// with the notebook's.

/**
 * Take over a Python that has started, and give what `use(python)` makes of it. Where that fails,
 * for whatever reason, Python is started as everywhere else, which takes longer.
 *
 * `files` maps names to promises of what they hold: `memory.bin` and `packages.bin`, as made by
 * freeze.mjs. `onPlain(error)` is called when the memory was of no use.
 */
export async function wake(loadPyodide, indexURL, files, use, onPlain = () => {}) {
  const options = { indexURL, env: { HOME: "/home/pyodide" } };
  const packages = unzipped(files["packages.bin"]);
  packages.catch(() => {}); // awaited below
  try {
    const memory = await unzipped(files["memory.bin"]);
    const python = await loadPyodide({ ...options, _loadSnapshot: memory });
    giveHelper(python._module);
    place(python.FS, await packages);
    // Every page would else draw the same numbers.
    python.runPython("import random; random.seed(); del random");
    return await use(python);
  } catch (error) {
    onPlain(error);
  }
  const python = await loadPyodide(options);
  place(python.FS, await packages);
  return use(python);
}

/**
 * The place in HEAP32 of the one number in Python's memory that an engine chooses: where in the
 * table of functions the helper is that counts the arguments of a function. It is 0 where there is
 * none, as on an iPhone; Python then does without.
 */
export function wordOfHelper(module) {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4];
  const word = (module.__PyRuntime + offset) / 4;
  if (!Number.isInteger(word)) throw new Error("this Pyodide does not say where its helper is kept");
  return word;
}

function giveHelper(module) {
  module.HEAP32[wordOfHelper(module)] = module._PyEM_CountArgsPtr;
}

/** Put files where their names say. */
function place(FS, packed) {
  const bytes = new Uint8Array(packed);
  const size = new DataView(packed).getUint32(0, true);
  const names = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  let at = 4 + size;
  for (const [name, length] of names) {
    FS.mkdirTree(name.slice(0, name.lastIndexOf("/")));
    FS.writeFile(name, bytes.subarray(at, at + length), { canOwn: true });
    at += length;
  }
}

async function unzipped(content) {
  const stream = new Blob([await content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
