// Hides what comes out until the reader has said what will, and sets the two side by side. The
// prediction is kept in this browser, so that a page opened again shows what was said.

import { readings } from "./answers.js";
import * as store from "./store.js";

function start(form) {
  const key = `prediction:${form.dataset.predict}`;
  const result = document.getElementById(`${form.id}-result`);
  const [compare, show, again] = ["compare", "show", "again"].map((name) =>
    form.querySelector(`.predict-${name}`),
  );
  form.reset(); // or a reload would fill in what was written, without its verdict
  for (const part of form.querySelectorAll(".predict-field, .predict-tools")) part.hidden = false;

  function reveal(verdict) {
    result.removeAttribute("hidden");
    compare.hidden = show.hidden = true;
    again.hidden = false;
    tell(form, verdict);
  }

  function ask() {
    // A search in the page still finds what is hidden, and shows it.
    result.setAttribute("hidden", "until-found");
    compare.hidden = show.hidden = false;
    again.hidden = true;
    tell(form, null);
  }

  function keep(state, answer) {
    store.set(key, { state, answer, updated: new Date().toISOString() });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = given(form);
    const verdict = judge(form, answer);
    if (verdict.state === "open") return tell(form, verdict);
    keep(verdict.state, answer);
    reveal(verdict);
  });

  function showOnly() {
    keep("shown", "");
    reveal(null);
  }

  show.addEventListener("click", () => {
    showOnly();
    again.focus(); // the button that had the focus is gone
  });
  result.addEventListener("beforematch", showOnly);

  again.addEventListener("click", () => {
    form.reset();
    store.remove(key);
    ask();
    form.querySelector("input").focus();
  });

  const kept = store.get(key);
  if (kept?.state === "shown") reveal(null);
  else if (kept && restore(form, kept.answer)) reveal(judge(form, kept.answer));
  else ask();

  // An address inside the result: a link of this page, or the one the page was opened with.
  function showTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !result.contains(target) || !result.hasAttribute("hidden")) return;
    showOnly();
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", showTarget);
  showTarget();
}

const field = (form) => form.querySelector(".predict-field input");
const options = (form) => [...form.querySelectorAll(".predict-option input")];

function given(form) {
  if (form.dataset.kind !== "choice") return field(form).value.trim();
  return options(form).find((input) => input.checked)?.value ?? "";
}

/** Put in again what was said; false where the question has changed and no longer takes it. */
function restore(form, answer) {
  if (typeof answer !== "string" || answer === "") return false;
  if (form.dataset.kind !== "choice") field(form).value = answer;
  else {
    const chosen = options(form).find((input) => input.value === answer);
    if (!chosen) return false;
    chosen.checked = true;
  }
  return judge(form, answer).state !== "open";
}

/** What to say of an answer: `near` is right, `off` is not, `said` cannot be judged here. */
function judge(form, answer) {
  const { kind, right } = form.dataset;
  if (kind === "text") {
    if (answer === "") return { state: "open", words: "Nothing is written yet." };
    return { state: "said", words: "Compare with what follows." };
  }
  if (kind === "choice") {
    if (answer === "") return { state: "open", words: "Nothing is chosen yet." };
    if (answer === right) return { state: "near", words: "That is what happens." };
    const label = form.querySelector(`.predict-option input[value="${right}"] + label`);
    return { state: "off", words: "What happens:", label };
  }
  const unit = form.querySelector(".predict-unit")?.textContent ?? "";
  const values = readings(answer, unit);
  if (values.length === 0) {
    return { state: "open", words: "A number is needed, such as 0.25, 1e-3 or 1/4." };
  }
  const [truth, near] = [Number(form.dataset.answer), Number(form.dataset.near)];
  const away = Math.min(...values.map((value) => Math.abs(value - truth)));
  const comes = `It comes to ${shown(truth)}${unit ? ` ${unit}` : ""}.`;
  if (away <= near) return { state: "near", words: away === 0 ? "Exactly." : `Near. ${comes}` };
  return { state: "off", words: `Predicted: ${answer}. ${comes}` };
}

const shown = (value) => String(value).replace("-", "−").replace(/\B(?=(\d{3})+$)/, ",");

function tell(form, verdict) {
  const box = form.querySelector(".predict-verdict");
  box.replaceChildren();
  delete box.dataset.state;
  if (!verdict) return;
  box.dataset.state = verdict.state;
  box.append(verdict.words);
  if (verdict.label) box.append(" ", ...[...verdict.label.childNodes].map((n) => n.cloneNode(true)));
}

for (const form of document.querySelectorAll("form.predict")) start(form);
