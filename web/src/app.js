// What happens in a box with code: the editor, the buttons, and what is said.

import * as store from "../store.js";
import { makeEditor, markLine, setCode } from "./editor.js";
import { codeOf, isExercise, keyOf, recordOf, update } from "./record.js";
import { clear, fillSolution, showAnswer, showEnd } from "./result.js";
import { ask, Ended, fetchJson, stop, warm } from "./session.js";
import { showVersions } from "./versions.js";

const SAVE_AFTER = 400; // milliseconds without a key
const SLOW_AFTER = 5000; // milliseconds until a long run is spoken of
const SOON = 100; // milliseconds of a run until it is shown that code runs: most answers are there
const OLD_AFTER = 300; // milliseconds of a run until the answer before it is taken away

// Of each box with an editor: `view`; `base`, the code as this tab last read or kept it; `answered`,
// the code that what is shown speaks of; `printed` while code runs; `apart`, true while the editor
// holds the other one of two versions (see versions.js).
const states = new WeakMap();
let replacing = false;

/** The state of a box. Its editor is made in the place of the textarea when it is first asked for. */
function stateOf(box) {
  if (states.has(box)) return states.get(box);
  const state = { view: null, base: codeOf(box), answered: null, printed: null, apart: false, timer: 0 };
  states.set(box, state);
  state.view = makeEditor(box.querySelector("textarea"), {
    change() {
      box.classList.add("live-changed");
      markOld(box);
      if (!isExercise(box) || replacing) return;
      clearTimeout(state.timer);
      state.timer = setTimeout(() => save(box), SAVE_AFTER);
    },
    leave: () => box.querySelector(".live-tools button:not([hidden])").focus(),
    check: () => act(box, isExercise(box) ? "check" : "run"),
  });
  window.addEventListener("pagehide", () => state.timer && save(box));
  box.classList.add("live-editing");
  if (isExercise(box)) offerVersions(box);
  return state;
}

export { warm };

export function edit(box) {
  return stateOf(box).view;
}

/** A learner has entered a box: its editor is made, and Python starts to load. */
export function enter(box) {
  warm();
  return edit(box);
}

export function code(box) {
  return edit(box).state.doc.toString();
}

/** Another tab, or a notebook that was taken in, has changed what is kept of a box. */
export function changedElsewhere(box) {
  const state = stateOf(box);
  offerVersions(box);
  if (state.apart || state.timer || box.contains(document.activeElement)) return;
  replace(box, codeOf(box));
}

/** Put other code into the editor of a box. It is kept already, or is not to be. */
function replace(box, text) {
  const state = stateOf(box);
  state.base = text;
  if (code(box) === text) return;
  replacing = true;
  setCode(state.view, text);
  replacing = false;
}

function save(box) {
  const state = stateOf(box);
  clearTimeout(state.timer);
  state.timer = 0;
  keep(box, code(box));
}

/**
 * Save code. What was said of other code no longer holds, what was said of this very code does.
 * Where another tab has saved something else meanwhile, both are kept, and the learner chooses.
 */
function keep(box, text) {
  const state = stateOf(box);
  const record = recordOf(box) ?? {};
  const kept = codeOf(box);
  if (!state.apart && kept !== text && kept !== state.base) state.apart = true;
  if (state.apart) {
    if (record.other !== text) update(box, { other: text });
    offerVersions(box);
    return;
  }
  state.base = text;
  if (kept === text) return;
  update(box, { code: text, state: record.passed === text ? "passed" : "started", mistake: null });
}

function offerVersions(box) {
  const state = stateOf(box);
  showVersions(box, recordOf(box)?.other ?? null, {
    keep() {
      const text = code(box);
      state.apart = false;
      state.base = codeOf(box);
      update(box, { other: null });
      keep(box, text);
      offerVersions(box);
      state.view.focus();
    },
    swap() {
      if (state.timer) save(box);
      const { other } = recordOf(box);
      state.apart = !state.apart;
      replace(box, state.apart ? other : codeOf(box));
      offerVersions(box);
    },
  });
}

/** What is shown speaks of the code as it was: say so while that is not the code that stands here. */
function markOld(box) {
  const { answered } = stateOf(box);
  box.toggleAttribute("data-old", answered !== null && answered !== code(box));
}

/** A button was pressed: "check", "run", "stop" or "reset". */
export async function act(box, action) {
  if (action === "stop") return stop();
  if (action === "reset") return reset(box);
  const state = stateOf(box);
  if (state.printed !== null) return undefined;
  if (isExercise(box) && code(box) !== box.dataset.stub) save(box);
  markLine(state.view, 0);
  box.toggleAttribute("data-busy", true);
  const say = speaker(box, action);
  const printed = [];
  state.printed = printed;
  state.answered = null;
  markOld(box);
  const request = { kind: action, code: code(box), assignment: box.dataset.assignment };
  if (isExercise(box)) Object.assign(request, { function: box.dataset.function, before: before(box) });
  const old = setTimeout(() => clear(box), OLD_AFTER);
  try {
    const answer = await ask(request, {
      progress: say.loading,
      ready: say.running,
      print(text) {
        if (printed.length === 0) requestAnimationFrame(() => showPrinted(box, printed));
        printed.push(text);
      },
    });
    note(box, request.code, answer);
    showAnswer(box, action, answer, printed.join(""));
    const line = answer.error?.line ?? answer.report?.line;
    if (line && code(box) === request.code) markLine(state.view, line);
  } catch (error) {
    if (error.kind === undefined) console.warn(error);
    const failed = `The page failed (${error.message}). The code is kept; reload and try again.`;
    showEnd(box, error.kind === undefined ? new Ended("failed", failed) : error, printed.join(""));
  } finally {
    clearTimeout(old);
    say.end();
    state.printed = null;
    state.answered = request.code;
    markOld(box);
    box.toggleAttribute("data-busy", false);
  }
  return undefined;
}

/** Code of exercises of the same assignment that passed, as the cells above in a notebook. */
function before(box) {
  const own = keyOf(box);
  return store
    .entries(`exercise:${box.dataset.assignment}:`)
    .filter(([key, record]) => key !== own && record.state === "passed")
    .map(([, record]) => record.code);
}

/** Keep what the check said of this code. */
function note(box, checked, { report, error }) {
  if (!isExercise(box) || report === undefined) return;
  const state = report?.outcome ?? "error";
  const record = { state, mistake: report?.mistake ?? null, error: error?.type };
  if (state === "passed") record.passed = checked;
  if (code(box) === checked && codeOf(box) === checked) update(box, record);
}

function reset(box) {
  const stub = box.dataset.stub;
  const changed = code(box) !== stub;
  if (changed && !confirm("Put the code back as it was at first? What is written here is lost.")) return;
  const state = stateOf(box);
  if (state.printed !== null) stop();
  clearTimeout(state.timer);
  Object.assign(state, { timer: 0, apart: false, answered: null });
  replace(box, stub);
  box.classList.remove("live-changed");
  clear(box);
  markOld(box);
  box.querySelector(".live-status").textContent = "The code is as it was at first.";
  if (!isExercise(box)) return;
  update(box, { code: stub, state: "untouched", mistake: null, other: null });
  offerVersions(box);
}

/** Fetch the handbook's solution of a box and show it in its place. */
export async function showSolution(box) {
  const { assignment, function: name } = box.dataset;
  const place = box.querySelector(".solution");
  place.textContent = "Loading …";
  try {
    fillSolution(place, await fetchJson(`${assignment}/solutions/${name}.json`));
  } catch (error) {
    console.warn(error);
    place.textContent = "The solution could not be loaded. Close this and open it again.";
  }
}

function showBusy(box, on) {
  box.querySelector('[data-action="stop"]').hidden = !on;
  for (const action of ["check", "run"]) {
    const button = box.querySelector(`[data-action="${action}"]`);
    // Not `disabled`: the button keeps the focus of the keyboard.
    button?.setAttribute("aria-disabled", String(on));
  }
}

/** Says how far a press is. A run that is over soon is not spoken of: its answer takes the place. */
function speaker(box, action) {
  const status = box.querySelector(".live-status");
  const words = document.createElement("span");
  let bar = null;
  let timer = 0;
  let seen = false;
  const say = (...parts) => {
    seen = true;
    showBusy(box, true);
    delete status.dataset.state;
    status.replaceChildren(...parts);
  };
  const begin = () => {
    say(action === "check" ? "Checking …" : "Running …");
    timer = setTimeout(() => say("Still running. Stop ends it; the code is kept."), SLOW_AFTER);
  };
  return {
    loading(got, total) {
      if (bar === null) {
        bar = document.createElement("progress");
        bar.max = 1;
        bar.setAttribute("aria-label", "Python and NumPy loaded");
        // What changes many times a second is seen and not spoken.
        words.setAttribute("aria-hidden", "true");
        say("Loading Python and NumPy, once … ", bar, words);
      }
      // What is left to do once all is here takes a part of the time, too.
      bar.value = (0.9 * got) / total;
      words.textContent = ` ${megabytes(got)} of ${megabytes(total)} MB`;
    },
    running() {
      if (seen) begin();
      else timer = setTimeout(begin, SOON);
    },
    end() {
      clearTimeout(timer);
      showBusy(box, false);
    },
  };
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/** Show what code prints while it still runs; once a frame, however much it prints. */
function showPrinted(box, printed) {
  if (stateOf(box).printed !== printed) return;
  const result = box.querySelector(".live-result");
  let place = result.querySelector(".live-printed.live-running");
  if (place === null) {
    place = document.createElement("pre");
    place.className = "live-printed live-running";
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", "Printed");
    result.replaceChildren(place);
  }
  place.textContent = printed.join("");
  setTimeout(() => requestAnimationFrame(() => showPrinted(box, printed)), 100);
}
