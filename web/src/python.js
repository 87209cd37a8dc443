// Python as web/freeze.mjs has prepared it: in the page's worker, and in the test that compares it
// with the notebook's.

/**
 * Take over a Python that has started. `files` maps names to promises of what they hold:
 * `memory.bin` and `packages.bin`, as made by freeze.mjs.
 */
export async function wake(loadPyodide, indexURL, files) {
  const [python, packages] = await Promise.all([
    loadPyodide({ indexURL, env: { HOME: "/home/pyodide" }, _loadSnapshot: unzipped(files["memory.bin"]) }),
    unzipped(files["packages.bin"]),
  ]);
  place(python.FS, packages);
  // Every page would else draw the same numbers.
  python.runPython("import random; random.seed(); del random");
  return python;
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
