// What is kept of an exercise, and how its box shows it.

import * as store from "../store.js";

const STATES = { untouched: "", started: "started", passed: "✓ passed", not_started: "" };

export function isExercise(box) {
  return box.dataset.function !== undefined;
}

export function keyOf(box) {
  return `exercise:${box.dataset.assignment}:${box.dataset.function}`;
}

/** What is kept of a box's exercise; null where nothing is. */
export function recordOf(box) {
  return isExercise(box) ? store.get(keyOf(box)) : null;
}

/** The code that was saved, or else the one the page came with. */
export function codeOf(box) {
  const saved = recordOf(box)?.code;
  return typeof saved === "string" ? saved : box.dataset.stub;
}

/** Change parts of what is kept of an exercise. */
export function update(box, parts) {
  const record = recordOf(box) ?? { code: box.dataset.stub, state: "untouched", mistake: null, hints: 0 };
  store.set(keyOf(box), { ...record, ...parts, updated: new Date().toISOString() });
}

export function wordsFor(record) {
  return STATES[record?.state ?? "untouched"] ?? "not yet right";
}

export function showState(box) {
  const record = recordOf(box);
  const place = box.querySelector(".live-state");
  place.textContent = wordsFor(record);
  place.dataset.state = record?.state ?? "untouched";
}
