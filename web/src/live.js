// What a page with code in it loads at once: the buttons, the hints and what was saved.
// The editor is loaded when the code is entered, Python when it is first run.

import { hasRun } from "./recent.js";
import { codeOf, isExercise, keyOf, recordOf, showState, update } from "./record.js";
import { offerSolution, whenSolutionOpens } from "./solution.js";

let app = null;
let opened = false; // the app is here

for (const box of document.querySelectorAll(".live")) prepare(box);
for (const line of document.querySelectorAll(".assignment-progress")) {
  showProgress(line);
  window.addEventListener("handbook:progress", () => showProgress(line));
}

/** "3 of 10 passed. Next: …", above the exercises of an assignment that can be solved on its page. */
function showProgress(line) {
  const boxes = [...document.querySelectorAll(".exercise-box")].filter((box) => box.querySelector(".live"));
  if (boxes.length === 0) return;
  const open = boxes.filter((box) => recordOf(box.querySelector(".live"))?.state !== "passed");
  line.textContent = `${boxes.length - open.length} of ${boxes.length} passed`;
  if (open.length === 0) return;
  const link = document.createElement("a");
  link.href = `#${open[0].id}`;
  link.textContent = open[0].querySelector("strong").textContent;
  line.append(" · next: ", link);
}

function prepare(box) {
  const stub = box.querySelector("pre").textContent.trimEnd();
  box.dataset.stub = stub;
  const code = codeOf(box);
  const area = document.createElement("textarea");
  area.spellcheck = false;
  area.autocomplete = "off"; // or Back fills the boxes by their order, with one another's code
  area.setAttribute("autocapitalize", "off");
  area.setAttribute("aria-label", box.dataset.label);
  area.setAttribute("aria-describedby", box.querySelector(".live-note").id);
  box.querySelector(".live-code").append(area);
  fill(box, area, code);
  box.classList.add("live-on");

  area.addEventListener("pointerdown", () => {
    area.dataset.pointed = "";
    enter(box);
  });
  area.addEventListener("focus", () => enter(box), { once: true });
  for (const button of box.querySelectorAll("[data-action]")) {
    const action = button.dataset.action;
    button.addEventListener("click", () => {
      if (action === "hint") return hint(box);
      // On a slow line the editor itself takes a while to come.
      if (!opened && action !== "reset") box.querySelector(".live-status").textContent = "Loading the editor …";
      return withApp(box, (loaded) => loaded.act(box, action));
    });
  }
  // Who has used Python in this tab has its files in the browser's cache, and will use it again.
  if (hasRun()) inSight(box, () => withApp(box, (loaded) => loaded.warm()));
  if (!isExercise(box)) return;
  box.querySelector(".live-said").after(...hintsOf(box)); // below the buttons, above what is said
  showHints(box, recordOf(box)?.hints ?? 0);
  showState(box);
  offerSolution(box);
  whenSolutionOpens(box, () => withApp(box, (loaded) => loaded.showSolution(box)));
  window.addEventListener("handbook:progress", ({ detail }) => {
    if (detail.key === null || detail.key === keyOf(box)) changedElsewhere(box);
  });
  // Work that was saved is shown in the editor.
  if (code !== stub || recordOf(box)?.other) inSight(box, () => open(box));
}

function fill(box, area, code) {
  area.value = code;
  area.rows = code.split("\n").length;
  box.classList.toggle("live-changed", code !== box.dataset.stub);
}

function open(box) {
  withApp(box, (loaded) => loaded.edit(box));
}

function enter(box) {
  withApp(box, (loaded) => loaded.enter(box));
}

/** Once, as soon as a part of the box is in sight. */
function inSight(box, then) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    then();
  });
  seen.observe(box);
}

async function withApp(box, then) {
  try {
    app ??= import("./app.js");
    const loaded = await app;
    opened = true;
    await then(loaded);
  } catch (error) {
    app = null;
    box.querySelector(".live-status").textContent =
      "The editor could not be loaded. The code is kept; reload the page and try again.";
    console.warn(error);
  }
}

/** The record of a box was changed: by this page, by another tab, by a notebook taken in. */
function changedElsewhere(box) {
  showState(box);
  offerSolution(box);
  const area = box.querySelector("textarea");
  if (area !== null) fill(box, area, codeOf(box));
  else withApp(box, (loaded) => loaded.changedElsewhere(box));
  if (recordOf(box) === null) showHints(box, 0);
}

// Hints: the page holds all three; they are opened one after the other.

function hintsOf(box) {
  return [...box.closest(".exercise-box").querySelectorAll(".exercise-hint")];
}

function showHints(box, shown) {
  const hints = hintsOf(box);
  hints.forEach((one, index) => {
    one.hidden = index >= shown;
  });
  const button = box.querySelector('[data-action="hint"]');
  button.hidden = hints.length === 0;
  button.textContent = shown < hints.length ? `Hint ${shown + 1} of ${hints.length}` : "Hints";
}

function hint(box) {
  const hints = hintsOf(box);
  const shown = hints.filter((one) => !one.hidden).length;
  const said = box.querySelector(".live-said"); // heard, while a verdict stays in sight
  if (shown === hints.length) {
    for (const one of hints) one.open = true;
    said.textContent = "All hints are shown.";
    return;
  }
  showHints(box, shown + 1);
  hints[shown].open = true;
  said.textContent = `Hint ${shown + 1} of ${hints.length} is shown below.`;
  update(box, { hints: shown + 1 });
}
