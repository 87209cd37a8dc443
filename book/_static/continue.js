// On the front page: the next exercise, and the page that was open last (`{continue}`).

import * as store from "./store.js";

/**
 * The exercise to go on with: the one worked on last if it has not passed, else the first after it that
 * has not, from the start again behind the last. `exercises` are lists with the key first; null where
 * nothing was begun, undefined where all have passed.
 */
export function next(exercises, records) {
  const begun = exercises
    .map(([key], index) => ({ index, updated: records[key]?.updated }))
    .filter(({ updated }) => typeof updated === "string")
    .sort((a, b) => (a.updated < b.updated ? 1 : -1));
  if (begun.length === 0) return null;
  const { index } = begun[0];
  const order = [...exercises.slice(index), ...exercises.slice(0, index)];
  return order.find(([key]) => records[key]?.state !== "passed");
}

const place = document.querySelector(".continue");
if (place !== null) {
  const line = place.querySelector(".continue-next");
  const below = place.querySelector(".continue-done");
  const asBuilt = [[...line.childNodes], [...below.childNodes]];
  const exercises = JSON.parse(place.dataset.exercises);
  const show = () => {
    line.replaceChildren(...asBuilt[0]);
    below.replaceChildren(...asBuilt[1]);
    fill(place, exercises, line, below);
  };
  show();
  window.addEventListener("handbook:progress", show);
}

function fill({ dataset }, exercises, line, below) {
  const records = Object.fromEntries(
    store.entries("exercise:").map(([key, record]) => [key.slice("exercise:".length), record ?? {}]),
  );
  const read = lastRead(dataset.root);
  const found = next(exercises, records);
  if (found === null && read === null) return;
  if (found === null) {
    line.replaceChildren("Continue with ", linkTo(read.address, read.title), ".");
    return;
  }
  const passed = exercises.filter(([key]) => records[key]?.state === "passed").length;
  below.replaceChildren(`${passed} of ${exercises.length} exercises passed.`);
  if (found === undefined) {
    line.replaceChildren("All exercises passed. Next are the ", linkTo(dataset.cards, "interview cards"), ".");
    return;
  }
  line.replaceChildren("Continue: next is ", linkTo(found[2], found[1]), ".");
  if (read !== null && !found[2].startsWith(`${read.address}#`)) {
    below.append(" Last read: ", linkTo(read.address, read.title), ".");
  }
}

/** The page that was open last, with its address from here; null where there is none. */
function lastRead(root) {
  const { address, title } = store.get("page:last") ?? {};
  // Only an address within this site becomes a link.
  if (typeof title !== "string" || !/^(?:[\w-]+\/)*[\w-]+\.html$/.test(address)) return null;
  const top = new URL(root, location.href).pathname;
  const folder = location.pathname.slice(top.length).replace(/[^/]*$/, "");
  return { title, address: address.startsWith(folder) ? address.slice(folder.length) : root + address };
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
}
