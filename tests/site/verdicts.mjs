// Answers requests with the page's own Python, under Node.
// usage: node verdicts.mjs LIVE_DIR CHECKS_ROOT REQUESTS.json ANSWERS.json
// LIVE_DIR is the site's _static/live; requests name their checks below CHECKS_ROOT.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { wake } from "../../web/src/python.js";

const [live, root, asked, told] = process.argv.slice(2).map((name) => path.resolve(name));
const manifest = JSON.parse(fs.readFileSync(path.join(live, "manifest.json"), "utf8"));
const runtime = path.join(live, manifest.runtime.folder);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, manifest.runtime.start)));
const bytes = (file) => new Uint8Array(fs.readFileSync(file));
const frozen = manifest.runtime.frozen.map((name) => [name, bytes(path.join(runtime, name))]);
const fail = (error) => { throw error; }; // the memory must be of use
const taken = (found) => found;
const python = await wake(loadPyodide, runtime + path.sep, Object.fromEntries(frozen), taken, fail);
const answer = python.pyimport("handbook.check.in_page").answer;
python.FS.mkdirTree(root);
python.FS.mount(python.FS.filesystems.NODEFS, { root }, root);

const answers = [];
for (const request of JSON.parse(fs.readFileSync(asked, "utf8"))) {
  let printed = "";
  const reply = answer(JSON.stringify(request), (text) => { printed += text; });
  answers.push({ ...JSON.parse(reply), printed });
}
fs.writeFileSync(told, JSON.stringify(answers));
