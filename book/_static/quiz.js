// Checks the answers of a quiz. The page already holds each reason, in the <details> below the
// question; this shows the ones that belong to the answer given.

for (const form of document.querySelectorAll("form.quiz-question")) {
  form.querySelector(".quiz-check").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const verdict = form.dataset.kind === "number" ? checkNumber(form) : checkOptions(form);
    tell(form, verdict);
  });
}

/** @returns {{state: string, title: string, reasons: Element[]}} */
function checkOptions(form) {
  const entries = [...form.querySelectorAll(".quiz-reasons [data-value]")];
  const chosen = new Set([...form.querySelectorAll(".quiz-option input:checked")].map((i) => i.value));
  if (chosen.size === 0) return { state: "open", title: "Nothing is chosen yet.", reasons: [] };
  const right = new Set(entries.filter(isRight).map((entry) => entry.dataset.value));
  const picked = entries.filter((entry) => chosen.has(entry.dataset.value));
  const missed = [...right].filter((value) => !chosen.has(value)).length;
  const wrong = picked.filter((entry) => !isRight(entry)).length;
  if (wrong === 0 && missed === 0) return { state: "right", title: "Right.", reasons: picked };
  if (form.dataset.kind === "one") return { state: "wrong", title: "Not that one.", reasons: picked };
  const parts = [
    wrong ? `${wrong} of the chosen ${wrong === 1 ? "is" : "are"} wrong` : "what is chosen is right",
    missed ? `${missed} right ${missed === 1 ? "one is" : "ones are"} missing` : "",
  ].filter(Boolean);
  const title = `Not yet: ${parts.join(", ")}.`;
  return { state: "wrong", title, reasons: picked };
}

function checkNumber(form) {
  const text = form.querySelector("input").value.trim().replace(",", ".").replace("−", "-");
  const value = toNumber(text);
  if (!Number.isFinite(value)) {
    return { state: "open", title: "A number is needed, such as 0.25, 1e-3 or 1/4.", reasons: [] };
  }
  const known = [...form.querySelectorAll(".quiz-reasons [data-answer]")].find((entry) => {
    const slack = Number(entry.dataset.tolerance) + 1e-12;
    return Math.abs(value - Number(entry.dataset.answer)) <= slack;
  });
  if (!known) return { state: "wrong", title: `Not ${text}.`, reasons: [] };
  if (isRight(known)) return { state: "right", title: "Right.", reasons: [known] };
  return { state: "wrong", title: `Not ${text}.`, reasons: [known] };
}

/** A decimal number or a fraction of two. */
function toNumber(text) {
  const [above, below, ...rest] = text.split("/").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (rest.length) return NaN;
  return below === undefined ? above : above / below;
}

const isRight = (entry) => entry.dataset.right === "true";

function tell(form, { state, title, reasons }) {
  const box = form.querySelector(".quiz-verdict");
  box.dataset.state = state;
  box.replaceChildren();
  const head = document.createElement("p");
  head.className = "quiz-verdict-title";
  head.textContent = title;
  box.append(head);
  for (const reason of reasons) {
    if (reasons.length > 1) box.append(reason.querySelector(".quiz-answer").cloneNode(true));
    box.append(reason.querySelector(".quiz-reason").cloneNode(true));
  }
}
