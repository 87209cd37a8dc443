// Makes Python for the page: all that can be done once, at build time, is not done in each browser.
//
//     echo '{"start": …, "archives": […], "modules": {…}, "used": […], "out": …}' | node freeze.mjs
//
// `start` is the script of Pyodide, `archives` are packages as .tar.gz with folders from `/` down,
// `modules` maps paths of the handbook's modules to their texts, `used` are the modules that a page
// imports, `out` is an existing folder. Two files are written there:
//
// - memory.bin: the memory of a Python that has started and imported what is used. A browser takes
//   it over instead of starting one;
// - packages.bin: the packages and the handbook's modules as compiled code, without what no page
//   needs, and the record of the shared libraries in that memory (see src/libraries.js).
//
// Both are compressed with gzip. No file is read of what a learner's browser will not be given.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { makeRoom, record } from "./src/libraries.js";
import { FIND_HANDBOOK, HANDBOOK, wordOfHelper } from "./src/python.js";

const settings = JSON.parse(readFileSync(0, "utf8"));
// Python remembers how it was started; where this script lies is nobody's business.
process.argv = ["node", "python"];

const { loadPyodide } = await import(pathToFileURL(settings.start));
const start = (options) => loadPyodide({ indexURL: path.dirname(settings.start) + path.sep, env: { HOME: "/home/pyodide" }, ...options });

const COMPILE = `
import py_compile, sys
from pathlib import Path

LEFT_OUT = ("/tests/", "/f2py/", "/distutils/", "/_pyinstaller/", "/include/", ".dist-info/")
NEEDED = (".py", ".so")

roots = (next(p for p in sys.path if p.endswith("site-packages")), HANDBOOK)
files = []
for path in sorted(path for root in roots for path in Path(root).rglob("*")):
    name = str(path)
    if path.suffix not in NEEDED or any(part in name for part in LEFT_OUT):
        continue
    if path.suffix == ".so":
        files.append(name)
        continue
    compiled = name + "c"
    # Without a source beside it there is nothing to compare with; lines of tracebacks stay right.
    py_compile.compile(
        name, cfile=compiled, dfile=name, doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    files.append(compiled)
`;

const compiling = await start({});
for (const archive of settings.archives) {
  compiling.unpackArchive(new Uint8Array(readFileSync(archive)), "gztar", { extractDir: "/" });
}
write(compiling.FS, Object.entries(settings.modules).map(([name, text]) => [`${HANDBOOK}/${name}`, text]));
compiling.globals.set("HANDBOOK", HANDBOOK);
compiling.runPython(COMPILE);
const contents = compiling.globals.get("files").toJs().map((name) => [name, compiling.FS.readFile(name)]);

const sleeping = await start({ _makeSnapshot: true });
const program = readFileSync(path.join(path.dirname(settings.start), "pyodide.asm.wasm"));
const own = sleeping._module.getDylinkMetadata(program).tableSize + 1;
makeRoom(sleeping._module, own);
write(sleeping.FS, contents);
sleeping.runPython(FIND_HANDBOOK);
for (const name of settings.used) sleeping.runPython(`import ${name}`, { globals: sleeping.toPy({}) });
const helper = wordOfHelper(sleeping._module);
if (sleeping._module.HEAP32[helper] !== sleeping._module._PyEM_CountArgsPtr) {
  throw new Error("the memory does not hold the helper where src/python.js looks for it; see wordOfHelper there");
}
sleeping._module.HEAP32[helper] = 0; // none: each browser puts in its own
sleeping.runPython("import gc; gc.collect(); del gc");
forgetFreed(sleeping._module.LDSO.loadedLibsByHandle[0].exports, sleeping._module);
const memory = sleeping.makeMemorySnapshot();
const head = { memorySize: memory.length, libraries: record(sleeping._module, own) };
writeFileSync(path.join(settings.out, "memory.bin"), gzipSync(memory, { level: 9 }));
writeFileSync(path.join(settings.out, "packages.bin"), gzipSync(packed(head, contents), { level: 9 }));

function write(FS, files) {
  for (const [name, content] of files) {
    FS.mkdirTree(path.dirname(name));
    FS.writeFile(name, content);
  }
}

/** Put zeros where memory was used and given back: a tenth less to load. */
function forgetFreed({ malloc, free, sbrk }, Module) {
  const end = sbrk(0);
  const taken = [];
  for (let size = 1 << 20; size >= 32; size /= 2) {
    for (let place = malloc(size); ; place = malloc(size)) {
      taken.push(place);
      if (place + size > end) break;
      Module.HEAPU8.fill(0, place, place + size);
    }
  }
  for (const place of taken) free(place);
}

/** Length of the head, the head with names and sizes of the files, the files one after the other. */
function packed(told, contents) {
  const files = contents.map(([name, content]) => [name, content.length]);
  const head = Buffer.from(JSON.stringify({ ...told, files }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...contents.map(([, content]) => content)]);
}
