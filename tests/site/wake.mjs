// Starts the page's own Python under Node and runs code in it.
// usage: node wake.mjs LIVE_DIR WAY CODE
// WAY is "memory" or "none": Python comes with its prepared memory, or without. Prints what CODE calls
// `value`, as JSON, and whether Python was started anew.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { wake } from "../../web/src/python.js";

const [live, way, code] = process.argv.slice(2);
const { runtime } = JSON.parse(fs.readFileSync(path.join(live, "manifest.json"), "utf8"));
const folder = path.resolve(live, runtime.folder) + path.sep;
const { loadPyodide } = await import(pathToFileURL(folder + runtime.start));
const files = Object.fromEntries(runtime.frozen.map((name) => [name, fs.readFileSync(folder + name)]));
if (way === "none") files["memory.bin"] = new Uint8Array(0);
let anew = false;
const python = await wake(loadPyodide, folder, files, (found) => found, () => { anew = true; });
const scope = python.globals.get("dict")();
python.runPython(code, { globals: scope });
const value = python.runPython("import json\njson.dumps(value)", { globals: scope });
process.stdout.write(JSON.stringify({ value: JSON.parse(value), anew }));
