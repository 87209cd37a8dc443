// From the page to the notebook that is handed in, and back.

import * as store from "../store.js";
import { fetchJson } from "./session.js";

/** The released notebook of an assignment with the code of this browser in its solution cells. */
export async function exported(assignment) {
  const notebook = await released(assignment);
  const written = codes(assignment);
  let count = 0;
  for (const cell of notebook.cells) {
    const code = written.get(functionOf(cell));
    if (code === undefined) continue;
    cell.source = code;
    count += 1;
  }
  const functions = notebook.cells.filter((cell) => functionOf(cell)).length;
  return { name: `${assignment}.ipynb`, text: `${JSON.stringify(notebook, null, 1)}\n`, count, functions };
}

/**
 * What a notebook holds of an assignment: a map from function to code, stubs left out. Throws an
 * Error with a sentence where there is nothing to be taken in.
 */
export async function taken(assignment, text) {
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw new Error("This file is no notebook: it is not JSON. Nothing was changed.");
  }
  if (!Array.isArray(notebook?.cells)) {
    throw new Error("This file is no notebook: it has no cells. Nothing was changed.");
  }
  const stubs = new Map(
    (await released(assignment)).cells
      .filter((cell) => functionOf(cell))
      .map((cell) => [functionOf(cell), sourceOf(cell)]),
  );
  const found = new Map();
  for (const cell of notebook.cells.filter((one) => one?.cell_type === "code")) {
    const source = sourceOf(cell);
    for (const [name, stub] of stubs) {
      const marked = functionOf(cell) === name;
      // An editor may have dropped the marks of a cell; then its definition tells what it is.
      const defines = functionOf(cell) === undefined && new RegExp(`^def ${name}\\(`, "m").test(source);
      if ((marked || (defines && !found.has(name))) && source.trim() !== stub.trim()) found.set(name, source);
    }
  }
  if (found.size === 0) {
    throw new Error(`No function of ${assignment} is written in this notebook. Nothing was changed.`);
  }
  return found;
}

/** The code of an assignment that is kept in this browser, by function. */
export function codes(assignment) {
  const prefix = `exercise:${assignment}:`;
  return new Map(
    store
      .entries(prefix)
      .filter(([, record]) => typeof record.code === "string")
      .map(([key, record]) => [key.slice(prefix.length), record.code]),
  );
}

function released(assignment) {
  return fetchJson(`${assignment}/${assignment}.ipynb`);
}

function functionOf(cell) {
  const marks = cell.metadata?.nbgrader;
  return cell.cell_type === "code" && marks?.solution ? marks.grade_id : undefined;
}

function sourceOf(cell) {
  return Array.isArray(cell.source) ? cell.source.join("") : String(cell.source ?? "");
}
