// What a reader has done, kept in this browser alone: exercises, quizzes, predictions, cards.
//
//   exercise:<assignment>:<function>   {code, state, mistake, hints, updated}
//   quiz:<quiz>:<question id>          {state: "right" | "wrong", chosen, updated}
//   prediction:<name>                  {state: "near" | "off" | "said" | "shown", answer, updated}
//   card:<id>                          {state: "knew" | "repeat", updated, schedule}
//   page:last                          {address, title, updated}: the page of a chapter that was open last
//
// `schedule` says when a card is asked again (web/src/schedule.js). A question of a quiz that was put
// among the cards has the id `quiz-<quiz>-<question id>`, and besides {question, page}: its text, and
// the address of its page from the root of the site.
//
// `updated` is a time as `new Date().toISOString()` writes it. A browser may refuse to store
// (private mode, a setting, no room left): then the values stay in memory until the page is closed,
// and the page says so once. Import this module by its plain path, without a query, so that a page
// has it only once.

const PREFIX = "handbook:v1:";
const EVENT = "handbook:progress";
const REFUSED = "This browser does not keep what is done here. It is lost when the page is closed.";

/** Values that could not be stored; they go before what is stored under the same key. */
const memory = new Map();
let told = false;

/** Whether this browser stores anything for the site. */
export function available() {
  const probe = `${PREFIX}probe`;
  try {
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return true;
  } catch {
    return false;
  }
}

/** The value of a key; `fallback` where there is none, or none that can be read. */
export function get(key, fallback = null) {
  const value = read(key);
  return value === undefined ? fallback : value;
}

function read(key) {
  const text = memory.get(key) ?? attempt(() => localStorage.getItem(PREFIX + key)) ?? null;
  return text === null ? undefined : attempt(() => JSON.parse(text));
}

/** Keep a value, which is anything JSON can hold. */
export function set(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
    sayOnce();
  }
  changed(key, value);
}

export function remove(key) {
  memory.delete(key);
  attempt(() => localStorage.removeItem(PREFIX + key));
  changed(key);
}

/** All pairs [key, value] whose key starts with `prefix`, sorted by key. */
export function entries(prefix = "") {
  const found = new Set([...memory.keys(), ...storedKeys()]);
  return [...found]
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => [key, read(key)])
    .filter(([, value]) => value !== undefined);
}

/** Forget everything the handbook has kept, and nothing else of this site's storage. */
export function clear() {
  memory.clear();
  for (const key of storedKeys()) attempt(() => localStorage.removeItem(PREFIX + key));
  changed(null);
}

function storedKeys() {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
}

/** What a function returns, or undefined where the browser (or a damaged value) makes it raise. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** `detail` is {key, value}: no value after `remove`, the key null after `clear`. */
function changed(key, value) {
  window.dispatchEvent(new CustomEvent(EVENT, { detail: { key, value } }));
}

function sayOnce() {
  if (told) return;
  told = true;
  const note = document.createElement("p");
  note.className = "store-note";
  note.setAttribute("role", "status");
  (document.querySelector("main") ?? document.body).append(note);
  note.textContent = REFUSED; // after it is in the page, or a screen reader may not hear it
}

// Another tab of the site changed something.
window.addEventListener("storage", (event) => {
  if (event.key === null) changed(null);
  else if (event.key.startsWith(PREFIX)) {
    const key = event.key.slice(PREFIX.length);
    changed(key, read(key));
  }
});
