// Checks the answers of a quiz, and keeps them in this browser. The page already holds each reason,
// in the <details> below the question; this shows the ones that belong to the answer given. A question
// that was answered wrongly can be put among the interview cards, which come back on a schedule.

import { compare, matching, readings } from "./answers.js";
import * as store from "./store.js";

function start(form) {
  const key = `quiz:${form.dataset.quiz}:${form.dataset.question}`;
  const check = form.querySelector(".quiz-check");
  const again = form.querySelector(".quiz-again");
  const keep = keepButton(form, again);
  check.hidden = check.disabled = false;
  // A browser that fills forms in again after a reload would show an answer without its verdict.
  form.reset();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const verdict = judge(form);
    tell(form, verdict);
    again.hidden = verdict.state === "open";
    keep.hidden = verdict.state !== "wrong";
    if (verdict.state !== "open") {
      const updated = new Date().toISOString();
      store.set(key, { state: verdict.state, chosen: chosen(form), updated });
    }
  });

  again.addEventListener("click", () => {
    form.reset();
    form.querySelector(".quiz-verdict").replaceChildren();
    again.hidden = keep.hidden = true;
    store.remove(key);
    form.querySelector("input").focus();
  });

  const kept = store.get(key);
  if (kept && restore(form, kept.chosen)) {
    const verdict = judge(form);
    tell(form, verdict);
    again.hidden = false;
    keep.hidden = verdict.state !== "wrong";
  }
}

/** The button that puts a question among the cards, or takes it from there. */
function keepButton(form, before) {
  const key = `card:${form.id}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiz-keep";
  button.hidden = true;
  const label = () => {
    button.textContent = store.get(key) ? "Take from the cards" : "Put among the cards";
  };
  button.addEventListener("click", async () => {
    if (store.get(key)) store.remove(key);
    else {
      const { rated } = await import("./live/schedule.js");
      store.set(key, rated({ question: questionOf(form), page: addressOfPage() }, "repeat"));
    }
  });
  window.addEventListener("handbook:progress", ({ detail }) => {
    if (detail.key === null || detail.key === key) label();
  });
  label();
  before.after(button);
  return button;
}

/** The question as plain text; of a formula what a screen reader is given. */
function questionOf(form) {
  const legend = form.querySelector("legend").cloneNode(true);
  for (const drawn of legend.querySelectorAll(".katex-html")) drawn.remove();
  return legend.textContent.replace(/\s+/g, " ").trim();
}

/** The address of this page from the root of the site. */
function addressOfPage() {
  const root = new URL("../", import.meta.url).pathname;
  return location.pathname.slice(root.length);
}

/** What is chosen or written: keys of options, or the text of a number. */
function chosen(form) {
  if (form.dataset.kind === "number") return field(form).value.trim();
  return [...form.querySelectorAll(".quiz-option input:checked")].map((input) => input.value);
}

/** Choose again what was chosen; false where the question has changed and no longer has it. */
function restore(form, answer) {
  if (form.dataset.kind === "number") {
    if (typeof answer !== "string" || readings(answer, unitOf(form)).length === 0) return false;
    field(form).value = answer;
    return true;
  }
  const inputs = new Map([...form.querySelectorAll(".quiz-option input")].map((i) => [i.value, i]));
  if (!Array.isArray(answer) || answer.length === 0) return false;
  if (!answer.every((value) => inputs.has(value))) return false;
  for (const value of answer) inputs.get(value).checked = true;
  return true;
}

/** @returns {{state: "right" | "wrong" | "open", title: string, reasons: Element[]}} */
function judge(form) {
  return form.dataset.kind === "number" ? judgeNumber(form) : judgeOptions(form);
}

function judgeOptions(form) {
  const keys = new Set(chosen(form));
  if (keys.size === 0) return { state: "open", title: "Nothing is chosen yet.", reasons: [] };
  const options = [...form.querySelectorAll(".quiz-reasons [data-value]")].map((element) => ({
    key: element.dataset.value,
    right: isRight(element),
    element,
  }));
  const reasons = options.filter(({ key }) => keys.has(key)).map(({ element }) => element);
  const { wrong, missing } = compare(keys, options);
  if (wrong === 0 && missing === 0) return { state: "right", title: "Right.", reasons };
  if (form.dataset.kind === "one") return { state: "wrong", title: "Not that one.", reasons };
  const parts = [
    wrong ? `${wrong} of the chosen ${wrong === 1 ? "is" : "are"} wrong` : "what is chosen is right",
    missing ? `${missing} right ${missing === 1 ? "one is" : "ones are"} missing` : "",
  ].filter(Boolean);
  return { state: "wrong", title: `Not yet: ${parts.join(", ")}.`, reasons };
}

function judgeNumber(form) {
  const text = field(form).value.trim();
  const values = readings(text, unitOf(form));
  if (values.length === 0) {
    return { state: "open", title: "A number is needed, such as 0.25, 1e-3 or 1/4.", reasons: [] };
  }
  const known = [...form.querySelectorAll(".quiz-reasons [data-low]")].map((element) => ({
    low: Number(element.dataset.low),
    high: Number(element.dataset.high),
    right: isRight(element),
    element,
  }));
  const found = matching(values, known);
  const reasons = found ? [found.element] : [];
  if (found?.right) return { state: "right", title: "Right.", reasons };
  return { state: "wrong", title: `Not ${text}.`, reasons };
}

const field = (form) => form.querySelector(".quiz-number input");
const unitOf = (form) => form.querySelector(".quiz-unit")?.textContent ?? "";
const isRight = (element) => element.dataset.right === "true";

function tell(form, { state, title, reasons }) {
  const box = form.querySelector(".quiz-verdict");
  box.dataset.state = state;
  const head = document.createElement("p");
  head.className = "quiz-verdict-title";
  head.textContent = title;
  const shown = reasons.flatMap((reason) => [
    ...(reasons.length > 1 ? [reason.querySelector(".quiz-answer")] : []),
    reason.querySelector(".quiz-reason"),
  ]);
  box.replaceChildren(head, ...shown.map((element) => element.cloneNode(true)));
}

for (const form of document.querySelectorAll("form.quiz-question")) start(form);
