// Python as web/freeze.mjs has prepared it: in the page's worker, and in the test that compares it
// with the notebook's.

import { compiled, reload } from "./libraries.js";

export const HANDBOOK = "/handbook"; // the folder of the handbook's own modules
export const FIND_HANDBOOK = `import sys; sys.path.insert(0, "${HANDBOOK}"); del sys`;

/**
 * Take over a Python that has started, and give what `use(python)` makes of it. Where that fails,
 * for whatever reason, Python is started as everywhere else, which takes longer.
 *
 * `files` maps names to promises of what they hold: `memory.bin` and `packages.bin`, as made by
 * freeze.mjs. `onPlain(error)` is called when the memory was of no use.
 */
export async function wake(loadPyodide, indexURL, files, use, onPlain = () => {}) {
  const options = { indexURL, env: { HOME: "/home/pyodide" } };
  const packages = unzipped(files["packages.bin"]).then(unpacked);
  const memory = unzipped(files["memory.bin"]);
  for (const each of [packages, memory]) each.catch(() => {}); // awaited below
  try {
    const python = await restored(loadPyodide, options, memory, await packages);
    place(python.FS, (await packages).contents);
    // Every page would else draw the same numbers.
    python.runPython("import random, numpy.random; random.seed(); numpy.random.seed(); del random, numpy");
    return await use(python);
  } catch (error) {
    onPlain(error);
  }
  const python = await loadPyodide(options);
  place(python.FS, (await packages).contents);
  python.runPython(FIND_HANDBOOK);
  return use(python);
}

/**
 * A Python with the memory that was kept, and with the libraries that it had loaded. The program and
 * the libraries are compiled while the memory comes, and before Python runs: later, WebKit compiles
 * functions of Python's that are used much first.
 */
async function restored(loadPyodide, options, kept, { libraries, contents, memorySize }) {
  const compiling = compiled(libraries, contents);
  await import(`${options.indexURL}pyodide.asm.js`);
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = async (settings) => {
    const Module = await create(Object.assign(settings, { INITIAL_MEMORY: memorySize }));
    const memory = new Uint8Array(await kept);
    const restore = Module.API.restoreSnapshot;
    restore(memory);
    reload(Module, libraries, await compiling);
    Module.API.restoreSnapshot = () => restore(memory); // called by Pyodide
    return Module;
  };
  try {
    // That there is a memory is all that Pyodide needs to know.
    const python = await loadPyodide({ ...options, _loadSnapshot: new Uint8Array(1) });
    giveHelper(python._module);
    return python;
  } finally {
    globalThis._createPyodideModule = create;
  }
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
function place(FS, contents) {
  for (const [name, content] of contents) {
    FS.mkdirTree(name.slice(0, name.lastIndexOf("/")));
    FS.writeFile(name, content, { canOwn: true });
  }
}

/** What freeze.mjs packed: the size of the memory, the record of the libraries, files by their names. */
function unpacked(packed) {
  const bytes = new Uint8Array(packed);
  const size = new DataView(packed).getUint32(0, true);
  const { files, ...kept } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const contents = new Map();
  let at = 4 + size;
  for (const [name, length] of files) {
    contents.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  return { ...kept, contents };
}

async function unzipped(content) {
  const stream = new Blob([await content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
