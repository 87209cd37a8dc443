// Makes Python for the page: all that can be done once, at build time, is not done in each browser.
//
//     echo '{"start": …, "archives": […], "used": […], "imports": […], "out": …}' | node freeze.mjs
//
// `start` is the script of Pyodide, `archives` are packages as .tar.gz with folders from `/` down,
// `used` the modules of theirs that a page imports, `imports` those of the standard library, `out`
// an existing folder. Two files are written there:
//
// - memory.bin: the memory of a Python that has started and imported these modules, and those that
//   the packages import. A browser takes it over instead of starting one;
// - packages.bin: the packages as compiled code, without what no page needs (see src/python.js for
//   the format).
//
// Both are compressed with gzip. No file is read of what a learner's browser will not be given.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { wordOfHelper } from "./src/python.js";

const settings = JSON.parse(readFileSync(0, "utf8"));
// Python remembers how it was started; where this script lies is nobody's business.
process.argv = ["node", "python"];

const { loadPyodide } = await import(pathToFileURL(settings.start));
const start = (options) => loadPyodide({ indexURL: path.dirname(settings.start) + path.sep, env: { HOME: "/home/pyodide" }, ...options });

const COMPILE = `
import importlib, py_compile, sys
from pathlib import Path

LEFT_OUT = ("/tests/", "/f2py/", "/distutils/", "/_pyinstaller/", "/include/", ".dist-info/")
NEEDED = (".py", ".so")

before = set(sys.modules)
root = Path(next(p for p in sys.path if p.endswith("site-packages")))
files = []
for path in sorted(root.rglob("*")):
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
for module in imports:
    importlib.import_module(module)
for module in used:
    importlib.import_module(module)
loaded = sorted(
    name for name in set(sys.modules) - before
    if name.split(".")[0] in sys.stdlib_module_names
)
`;

const compiling = await start({});
for (const archive of settings.archives) {
  compiling.unpackArchive(new Uint8Array(readFileSync(archive)), "gztar", { extractDir: "/" });
}
compiling.globals.set("imports", compiling.toPy(settings.imports));
compiling.globals.set("used", compiling.toPy(settings.used));
compiling.runPython(COMPILE);
const files = compiling.globals.get("files").toJs();
const loaded = compiling.globals.get("loaded").toJs();
writeFileSync(path.join(settings.out, "packages.bin"), gzipSync(packed(compiling.FS, files), { level: 9 }));

const sleeping = await start({ _makeSnapshot: true });
sleeping.globals.set("loaded", loaded.join(" "));
sleeping.runPython("import importlib\nfor _ in loaded.split():\n    importlib.import_module(_)\ndel importlib, loaded, _");
const helper = wordOfHelper(sleeping._module);
if (sleeping._module.HEAP32[helper] !== sleeping._module._PyEM_CountArgsPtr) {
  throw new Error("the memory does not hold the helper where src/python.js looks for it; see wordOfHelper there");
}
sleeping._module.HEAP32[helper] = 0; // none: each browser puts in its own
writeFileSync(path.join(settings.out, "memory.bin"), gzipSync(sleeping.makeMemorySnapshot(), { level: 9 }));

/** Length of the head, the head (names and sizes), the files one after the other. */
function packed(FS, names) {
  const contents = names.map((name) => FS.readFile(name));
  const head = Buffer.from(JSON.stringify(names.map((name, i) => [name, contents[i].length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...contents]);
}
