// What happens in a box with code: the editor, the buttons, and what is said.

import * as store from "../store.js";
import { makeEditor, markLine, setCode } from "./editor.js";
import { isExercise, keyOf, recordOf, update } from "./record.js";
import { showAnswer, showEnd } from "./result.js";
import { ask, Ended, isLoaded, stop } from "./session.js";

const SAVE_AFTER = 400; // milliseconds without a key
const SLOW_AFTER = 5000; // milliseconds until a long run is spoken of

const editors = new WeakMap();
const running = new WeakMap();
let replacing = false;

/** The editor of a box, made in the place of its textarea when it is first asked for. */
export function edit(box) {
  if (editors.has(box)) return editors.get(box);
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    keep(box, code(box));
  };
  const view = makeEditor(box.querySelector("textarea"), {
    change() {
      box.classList.add("live-changed");
      if (!isExercise(box) || replacing) return;
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER);
    },
    leave: () => box.querySelector(".live-tools button:not([hidden])").focus(),
    check: () => act(box, isExercise(box) ? "check" : "run"),
  });
  window.addEventListener("pagehide", () => timer && save());
  box.classList.add("live-editing");
  editors.set(box, view);
  return view;
}

export function code(box) {
  return edit(box).state.doc.toString();
}

/** Put other code into the editor of a box. It is kept already, or is not to be. */
export function replace(box, text) {
  const view = edit(box);
  if (view.state.doc.toString() === text) return;
  replacing = true;
  setCode(view, text);
  replacing = false;
}

/** Save code. What was said of other code no longer holds, what was said of this very code does. */
function keep(box, text) {
  const record = recordOf(box) ?? {};
  if (record.code === text) return;
  update(box, { code: text, state: record.passed === text ? "passed" : "started", mistake: null });
}

/** A button was pressed: "check", "run", "stop" or "reset". */
export async function act(box, action) {
  if (action === "stop") return stop();
  if (action === "reset") return reset(box);
  if (running.has(box)) return undefined;
  const view = edit(box);
  if (isExercise(box) && code(box) !== box.dataset.stub) keep(box, code(box));
  markLine(view, 0);
  busy(box, true);
  const say = speaker(box);
  const printed = [];
  running.set(box, printed);
  const request = { kind: action, code: code(box), assignment: box.dataset.assignment };
  if (isExercise(box)) Object.assign(request, { function: box.dataset.function, before: before(box) });
  let slow = 0;
  try {
    if (!isLoaded()) say.loading(0);
    const answer = await ask(request, {
      progress: say.loading,
      ready() {
        say.text(action === "check" ? "Checking …" : "Running …");
        slow = setTimeout(
          () => say.text("Still running. Stop ends it; the code is kept."), SLOW_AFTER,
        );
      },
      print(text) {
        if (printed.length === 0) requestAnimationFrame(() => showPrinted(box, printed));
        printed.push(text);
      },
    });
    note(box, request.code, answer);
    showAnswer(box, action, answer, printed.join(""));
    const line = answer.error?.line ?? answer.report?.line;
    if (line) markLine(view, line);
  } catch (error) {
    if (error.kind === undefined) console.warn(error);
    const failed = `The page failed (${error.message}). The code is kept; reload and try again.`;
    showEnd(box, error.kind === undefined ? new Ended("failed", failed) : error);
  } finally {
    clearTimeout(slow);
    running.delete(box);
    busy(box, false);
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
  if (code(box) === checked) update(box, record);
}

function reset(box) {
  const stub = box.dataset.stub;
  const changed = code(box) !== stub;
  if (changed && !confirm("Put the code back as it was at first? What is written here is lost.")) return;
  if (running.has(box)) stop();
  replace(box, stub);
  box.classList.remove("live-changed");
  box.querySelector(".live-result").replaceChildren();
  box.querySelector(".live-status").textContent = "The code is as it was at first.";
  if (isExercise(box)) update(box, { code: stub, state: "untouched", mistake: null });
}

function busy(box, on) {
  box.querySelector('[data-action="stop"]').hidden = !on;
  for (const action of ["check", "run"]) {
    const button = box.querySelector(`[data-action="${action}"]`);
    // Not `disabled`: the button keeps the focus of the keyboard.
    button?.setAttribute("aria-disabled", String(on));
  }
  box.toggleAttribute("data-busy", on);
}

function speaker(box) {
  const status = box.querySelector(".live-status");
  let bar = null;
  return {
    text(words) {
      bar = null;
      status.textContent = words;
    },
    loading(share) {
      if (bar === null) {
        status.textContent = "Loading Python and NumPy, once … ";
        bar = document.createElement("progress");
        bar.max = 1;
        bar.setAttribute("aria-label", "Python and NumPy loaded");
        status.append(bar);
      }
      bar.value = share;
    },
  };
}

/** Show what code prints while it still runs; once a frame, however much it prints. */
function showPrinted(box, printed) {
  if (running.get(box) !== printed) return;
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
