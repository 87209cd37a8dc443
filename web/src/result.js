// What is shown below the code: the same as `check` shows in a notebook.

import { showDrawing } from "./drawing.js";

const UNITS = { called: "call", returned: "got", expected: "expected" };

/** An answer of Python: `action` is "check" or "run", `printed` what the code printed. */
export function showAnswer(box, action, answer, printed) {
  const result = clear(box);
  if (answer.error) showError(box, result, answer.error);
  else if (action === "check") showReport(box, result, answer);
  else showRun(box, result, answer, printed);
  if (printed) output(result, printed, "Printed");
}

/** An end without an answer, after what the code has printed. */
export function showEnd(box, ended, printed) {
  const result = clear(box);
  say(box, ended.message, ended.kind === "stopped" ? "" : "wrong");
  if (ended.kind !== "stopped") wayOn(box, result);
  if (printed) output(result, printed, "Printed");
}

/** The handbook's solution: what is worth knowing about the difference, and its code. */
export function fillSolution(place, { code, note }) {
  place.replaceChildren();
  if (note) withCode(add(place, "p", "", "solution-note"), note);
  const listing = add(add(place, "div", "", "highlight"), "pre", "");
  listing.append(...new DOMParser().parseFromString(`<pre>${code}</pre>`, "text/html").querySelector("pre").childNodes);
}

/** Take away all that was said of a box's code; gives the place for what is said next. */
export function clear(box) {
  const result = box.querySelector(".live-result");
  result.replaceChildren();
  const status = box.querySelector(".live-status");
  if (status.querySelector(".live-headline")) {
    status.replaceChildren();
    delete status.dataset.state;
  }
  return result;
}

function showReport(box, result, { report, plot }) {
  const passed = report.outcome === "passed";
  const quiet = passed || report.outcome === "not_started";
  say(box, report.headline, passed ? "right" : report.outcome === "not_started" ? "" : "wrong");
  if (report.outcome === "not_started") {
    add(result, "p", "The line that raises NotImplementedError is where the function is to be written.");
  }
  if (!quiet) {
    const message = add(box.querySelector(".live-status"), "p", "", "live-message");
    withCode(message, report.message);
    if (report.mistake === null) message.classList.add("live-measured");
    if (report.line) add(result, "p", `Line ${report.line} of the code above is marked.`);
    if (report.evidence) {
      const list = add(result, "dl", "", "live-evidence simple");
      for (const [title, key] of Object.entries(UNITS)) {
        add(list, "dt", title);
        add(add(list, "dd", ""), "code", report.evidence[key]);
      }
    }
  }
  if (plot && !quiet) {
    const place = add(result, "div", "", "live-drawing live-plot");
    add(place, "p", "Returned against expected", "live-label");
    showDrawing(place, plot);
  }
  if (report.rows.length > 0 && report.outcome !== "not_started") rows(result, report, passed);
  showNext(box, result, report, passed);
}

function rows(result, report, passed) {
  const agreeing = report.rows.filter((row) => row.agrees).length;
  const details = add(result, "details", "", "live-rows");
  add(details, "summary", `${agreeing} of ${report.rows.length} visible inputs agree`);
  for (const row of report.rows) {
    const list = add(details, "dl", "", "live-evidence simple");
    const head = add(list, "dt", row.agrees ? "agrees" : "differs", row.agrees ? "live-right" : "live-wrong");
    head.prepend(row.agrees ? "✓ " : "✗ ");
    add(list, "dd", row.label);
    for (const [title, key] of Object.entries(UNITS)) {
      add(list, "dt", title);
      add(add(list, "dd", ""), "code", row[key]);
    }
  }
}

function showNext(box, result, report, passed) {
  const last = add(result, "p", "", "live-next");
  if (!passed) last.append("Next: change the code and check again, or open a hint. ");
  else {
    const boxes = [...document.querySelectorAll(".exercise-box")];
    const following = boxes[boxes.indexOf(box.closest(".exercise-box")) + 1];
    if (following) {
      last.append("Next: ");
      add(last, "a", following.querySelector("strong").textContent).href = `#${following.id}`;
      last.append(". ");
    }
  }
  last.append(report.note);
}

function showRun(box, result, answer, printed) {
  const silent = !printed && answer.shown === null && answer.drawing === null;
  const hint = isExercise(box) ? ` A last line such as ${box.dataset.function}(…) shows what it returns; Check compares.` : "";
  say(box, silent ? `Run without an error; nothing was printed.${hint}` : "Run without an error.", "");
  if (answer.drawing !== null) {
    showDrawing(add(result, "div", "", "live-drawing"), answer.drawing);
  }
  if (answer.shown !== null) output(result, answer.shown, "Value of the last line");
}

function isExercise(box) {
  return box.dataset.function !== undefined;
}

function showError(box, result, error) {
  const place = error.line ? ` in line ${error.line}` : "";
  say(box, `${error.type}${place}.`, "wrong");
  add(box.querySelector(".live-status"), "p", error.message, "live-message live-measured");
  const advice = missing(error);
  if (advice) {
    add(result, "p", advice);
    wayOn(box, result);
  }
  if (error.source) add(add(result, "p", ""), "code", error.source);
  if (error.type === "MemoryError" || /array is too big|[Mm]aximum allowed/.test(error.message)) {
    add(result, "p", "A page has less memory than a notebook. Smaller arrays fit.");
    wayOn(box, result);
  }
}

/** What to do about a module that a page does not have; null for any other error. */
function missing(error) {
  const [, name] = /^No module named '([\w]+)/.exec(error.message) ?? [];
  if (error.type !== "ModuleNotFoundError" || !name) return null;
  const here = "Code on a page has Python's own modules and NumPy. ";
  if (name === "matplotlib") {
    return `${here}To draw, let the last line be a figure: from handbook.figures.svg import figure, line.`;
  }
  return `${here}What needs ${name} runs in a notebook.`;
}

/** Text in which `backticks` mark code. */
function withCode(place, text) {
  text.split("`").forEach((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) add(place, "code", part);
    else place.append(index % 2 === 1 ? `\`${part}` : part);
  });
}

function output(result, text, label) {
  add(result, "p", label, "live-label");
  const place = add(result, "pre", text, "live-printed");
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", label);
}

function wayOn(box, result) {
  const link = box.querySelector(".live-download");
  if (link === null) return;
  const place = add(result, "p", "The way on: ", "live-next");
  place.append(link.cloneNode(true), ".");
}

/** The sentence that screen readers speak. */
function say(box, text, state) {
  const status = box.querySelector(".live-status");
  status.dataset.state = state;
  status.replaceChildren();
  const line = add(status, "p", "", "live-headline");
  if (state) add(line, "span", state === "right" ? "✓ " : "✗ ").setAttribute("aria-hidden", "true");
  line.append(text);
}

function add(parent, tag, text, css = "") {
  const node = document.createElement(tag);
  if (css) node.className = css;
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
