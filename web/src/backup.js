// All that is kept in this browser as one file, and such a file taken in again.
//
// A file may come from anybody. Of each record only the known parts are taken, each of its own kind
// of value; what is shown of them on a page is set as text.

import * as store from "../store.js";

const FORMAT = "handbook-backup";
const VERSION = 1;
const NOTHING = "Nothing was changed.";
const LARGEST = 20_000_000; // bytes; a whole course of code is below a hundredth of it
const NAMES = {
  exercise: ["exercise", "exercises"],
  quiz: ["quiz answer", "quiz answers"],
  prediction: ["prediction", "predictions"],
  card: ["card", "cards"],
};
const KEY = /^(?:(exercise|quiz):[\w-]+:[\w-]+|(prediction|card):[\w-]+)$/;

// What each part of a record may be.
const text = (value) => typeof value === "string";
const textOrNone = (value) => value === null || text(value);
const word = (value) => text(value) && /^[a-z][a-z_]*$/.test(value);
const one = (...values) => (value) => values.includes(value);
const date = (value) => text(value) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
const count = (value) => Number.isInteger(value) && value >= 0;
const size = (value) => Number.isFinite(value) && value >= 0;
const page = (value) => text(value) && /^(?:[\w-]+\/)*[\w-]+(?:\.html)?$/.test(value);
const PARTS = {
  exercise: {
    code: text, state: word, mistake: textOrNone, error: text, hints: count, passed: text, other: textOrNone, updated: date,
  },
  quiz: {
    state: one("right", "wrong"), chosen: (value) => text(value) || (Array.isArray(value) && value.every(text)), updated: date,
  },
  prediction: { state: one("near", "off", "said", "shown"), answer: text, updated: date },
  card: { state: one("knew", "repeat"), updated: date, schedule: (value) => known(SCHEDULE, value) !== null, page, question: text },
};
const SCHEDULE = {
  due: date, last_review: date, stability: size, difficulty: size, elapsed_days: size, scheduled_days: size,
  learning_steps: count, reps: count, lapses: count, state: one(0, 1, 2, 3),
};

/** The file: its name, its text, and what it holds in words. */
export function backup() {
  const made = new Date().toISOString();
  const entries = Object.fromEntries(store.entries().filter(([key]) => KEY.test(key)));
  const content = { format: FORMAT, version: VERSION, made, entries };
  return {
    name: `handbook-${made.slice(0, 10)}.json`,
    text: `${JSON.stringify(content, null, 1)}\n`,
    holds: inWords(Object.keys(entries)) || "nothing yet",
  };
}

/**
 * Take in a file, and say what was taken. `agree(question)` is asked before newer work is replaced;
 * where it is refused, that work stays and the rest is taken. Throws an Error with a sentence for
 * what is no backup.
 */
export async function restore(file, agree) {
  if (file.size > LARGEST) throw new Error(`This file is too large for a backup. ${NOTHING}`);
  const { entries, left } = read(await file.text());
  const here = (key) => recordOf(key, store.get(key));
  const differ = entries.filter(([key, record]) => JSON.stringify(here(key)) !== JSON.stringify(record));
  const newer = differ.filter(([key, record]) => isNewer(here(key), record));
  let taken = differ;
  if (newer.length > 0) {
    const names = newer.slice(0, 8).map(([key]) => key.split(":").slice(1).join(" ")).join(", ");
    const more = newer.length > 8 ? ` and ${newer.length - 8} more` : "";
    const question =
      `What is here is newer than the file in: ${names}${more}. ` +
      "OK replaces it with what the file has. Cancel keeps it, and takes the rest of the file.";
    if (!agree(question)) taken = differ.filter((entry) => !newer.includes(entry));
  }
  for (const [key, record] of taken) store.set(key, record);
  const said = [taken.length > 0 ? `Taken from the file: ${inWords(taken.map(([key]) => key))}.` : NOTHING];
  const same = entries.length - differ.length;
  if (same > 0) said.push(`${same} ${same === 1 ? "was" : "were"} the same already.`);
  const kept = differ.length - taken.length;
  if (kept > 0) said.push(`${kept} newer here ${kept === 1 ? "was" : "were"} kept.`);
  if (left > 0) said.push(`${left} could not be read and ${left === 1 ? "was" : "were"} left out.`);
  return said.join(" ");
}

function isNewer(here, record) {
  return here !== null && String(here.updated ?? "") >= String(record.updated ?? "");
}

/** The records of a file that can be used, and the number of those that can't. */
function read(content) {
  let data;
  try {
    data = JSON.parse(content);
  } catch {
    throw new Error(`This file is no backup, or it is cut off: it is not JSON. ${NOTHING}`);
  }
  if (data?.format !== FORMAT) throw new Error(`This file is no backup of the handbook. ${NOTHING}`);
  if (data.version !== VERSION) {
    throw new Error(`This backup was made by another version of the handbook, which this one cannot read. ${NOTHING}`);
  }
  const { entries } = data;
  if (entries === null || typeof entries !== "object" || Array.isArray(entries)) {
    throw new Error(`This backup is damaged: it has no entries. ${NOTHING}`);
  }
  const all = Object.entries(entries);
  const good = all.map(([key, value]) => [key, recordOf(key, value)]).filter(([, record]) => record !== null);
  if (all.length === 0) throw new Error(`This backup is empty. ${NOTHING}`);
  if (good.length === 0) throw new Error(`This backup is damaged: none of its entries can be read. ${NOTHING}`);
  return { entries: good, left: all.length - good.length };
}

function recordOf(key, value) {
  const [, first, second] = KEY.exec(key) ?? [];
  const kind = first ?? second;
  return kind === undefined ? null : known(PARTS[kind], value);
}

/** The known parts of a record; null where one of them is of another kind, or `state` is missing. */
function known(parts, value) {
  if (value === null || typeof value !== "object") return null;
  const found = {};
  for (const [name, fits] of Object.entries(parts)) {
    if (!Object.hasOwn(value, name)) continue;
    if (!fits(value[name])) return null;
    found[name] = value[name];
  }
  return Object.hasOwn(found, "state") ? found : null;
}

/** Keys as "2 exercises, 1 card". */
function inWords(keys) {
  return Object.entries(NAMES)
    .map(([kind, [single, several]]) => {
      const number = keys.filter((key) => key.startsWith(`${kind}:`)).length;
      return number > 0 ? `${number} ${number === 1 ? single : several}` : "";
    })
    .filter(Boolean)
    .join(", ");
}
