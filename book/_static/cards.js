// Interview questions as cards to turn: one at a time, chosen by area and by what the reader knew.
// The page holds every card as a <details>; this hides those that are not wanted at the moment, and
// adds the questions of quizzes that the reader has put among the cards.

import { isDue } from "./due.js";
import { rated } from "./live/schedule.js";
import * as store from "./store.js";

const STATES = { open: "not seen", knew: "knew it", repeat: "to repeat" };

addQuizCards();
const cards = [...document.querySelectorAll(".turn-card")];
const sections = [...new Set(cards.map((card) => card.closest("section")))];
const place = document.querySelector(".card-tools");
const tools = buildTools(place);
let current = cards[0];

for (const card of cards) addMarks(card);
for (const select of [tools.area, tools.state]) {
  select.addEventListener("change", () => show(matching()[0] ?? null));
}
tools.list.addEventListener("change", () => render());
tools.previous.addEventListener("click", () => step(-1));
tools.next.addEventListener("click", () => step(1));
document.addEventListener("keydown", turnPages);
window.addEventListener("hashchange", followLink);
window.addEventListener("handbook:progress", ({ detail }) => {
  if (detail.key === null || detail.key.startsWith("card:")) label();
});
window.addEventListener("beforeprint", openAll);
window.addEventListener("afterprint", () => {
  for (const card of cards) card.open = false;
  render();
});
label();
render();
followLink();

// ---- What is kept ----

function recordOf(card) {
  return store.get(`card:${card.dataset.card}`);
}

function due(card) {
  return isDue(recordOf(card));
}

function stateOf(card) {
  const kept = recordOf(card)?.state;
  return kept === "knew" || kept === "repeat" ? kept : "open";
}

/**
 * Keep what the reader says of a card, and when to ask again; then go on. The same said again before
 * the card is due takes it back.
 */
function rate(card, state) {
  const before = matching();
  const position = before.indexOf(card);
  const key = `card:${card.dataset.card}`;
  if (stateOf(card) === state && !due(card)) {
    store.remove(key);
    return;
  }
  store.set(key, rated(recordOf(card), state));
  if (tools.list.checked) return;
  const left = new Set(matching());
  const following = [...before.slice(position + 1), ...before.slice(0, position + 1)];
  show(following.find((other) => left.has(other)) ?? null, { focus: true });
}

// ---- Which cards are shown ----

function matching() {
  const [kind, value] = tools.area.value.split(":");
  return cards.filter(
    (card) =>
      (kind === "all" || card.dataset[kind] === value) &&
      (tools.state.value === "all" ||
        (tools.state.value === "due" ? due(card) : stateOf(card) === tools.state.value)),
  );
}

function show(card, { focus = false } = {}) {
  current = card;
  if (card && !tools.list.checked) card.open = false;
  render();
  if (!focus) return;
  if (card) card.querySelector("summary").focus();
  else tools.state.focus(); // the button that had it is gone
}

/** Go on or back by one card, round the ends. */
function step(by, { focus = false } = {}) {
  const chosen = matching();
  if (chosen.length === 0) return;
  const position = chosen.indexOf(current);
  const from = position < 0 && by < 0 ? 0 : position;
  show(chosen[(from + by + chosen.length) % chosen.length], { focus });
}

function render() {
  const chosen = new Set(matching());
  const all = tools.list.checked;
  for (const card of cards) card.hidden = all ? !chosen.has(card) : card !== current;
  for (const section of sections) {
    section.hidden = ![...section.querySelectorAll(".turn-card")].some((card) => !card.hidden);
  }
  tools.arrows.hidden = all;
  document.body.classList.toggle("cards-single", !all);
  for (const button of [tools.previous, tools.next]) button.disabled = chosen.size === 0;
  count(chosen);
}

function count(chosen = new Set(matching())) {
  const positions = [...chosen];
  const number = positions.indexOf(current) + 1;
  const parts = Object.entries(STATES).map(([state, name]) => {
    return `${positions.filter((card) => stateOf(card) === state).length} ${name}`;
  });
  const waiting = positions.filter(due).length;
  if (waiting > 0) parts.push(`${waiting} due`);
  const what = positions.length === 1 ? "1 card" : `${positions.length} cards`;
  const where = number && !tools.list.checked ? `Card ${number} of ${positions.length}` : what;
  tools.count.textContent = chosen.size
    ? `${where}: ${parts.join(", ")}.`
    : "No card is left in this choice.";
}

/** A link to a card or to an area shows it, whatever was chosen before. */
function followLink() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const card = target?.closest(".turn-card") ?? target?.querySelector(".turn-card");
  if (!card || !sections.includes(card.closest("section"))) return;
  if (target.contains(sections[0]) && target !== sections[0]) return; // the whole page
  if (!matching().includes(card)) tools.area.value = tools.state.value = "all";
  show(card);
  target.scrollIntoView();
}

function openAll() {
  for (const card of cards) {
    card.hidden = false;
    card.open = true;
  }
  for (const section of sections) section.hidden = false;
}

// ---- Keys ----

/** Arrows go on and back, unless they mean something where the focus is. */
function turnPages(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const free = event.target === document.body || event.target.closest(".turn-card, .card-arrows");
  if (!free || event.target.closest("input, select, textarea, .katex-display")) return;
  event.preventDefault();
  if (tools.list.checked) current = event.target.closest(".turn-card") ?? current;
  step(by, { focus: true });
}

// ---- What is built ----

function make(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  parent.append(node);
  return node;
}

function buildTools(parent) {
  const choice = make(parent, "div", { class: "card-choice" });
  const area = labelled(choice, "Area");
  make(area, "option", { value: "all" }, `All areas (${cards.length})`);
  for (const chapter of groups(cards, "chapter")) {
    const { chapter: number, chapterTitle } = chapter[0].dataset;
    const label = number ? `Chapter ${number}, ${chapterTitle}` : chapterTitle;
    const group = make(area, "optgroup", { label });
    const areas = groups(chapter, "area");
    if (areas.length > 1) {
      make(group, "option", { value: `chapter:${number}` }, `All of chapter ${number} (${chapter.length})`);
    }
    for (const some of areas) {
      const { area: name, areaTitle } = some[0].dataset;
      make(group, "option", { value: `area:${name}` }, `${areaTitle} (${some.length})`);
    }
  }
  const state = labelled(choice, "State");
  make(state, "option", { value: "all" }, "all");
  make(state, "option", { value: "due" }, "due today");
  for (const [value, name] of Object.entries(STATES)) make(state, "option", { value }, name);
  const wrap = make(choice, "label", { class: "card-list" });
  const list = make(wrap, "input", { type: "checkbox", autocomplete: "off" });
  wrap.append(" All in a list");
  const count = make(parent, "p", { role: "status", class: "card-count" });
  const arrows = make(parent, "div", { class: "card-arrows" });
  const previous = make(arrows, "button", { type: "button", class: "card-button" }, "Previous");
  const next = make(arrows, "button", { type: "button", class: "card-button" }, "Next");
  make(arrows, "span", { class: "card-keys" }, "Enter or Space turns a card, ← and → go back and on.");
  return { area, state, list, count, arrows, previous, next };
}

function labelled(parent, name) {
  const label = make(parent, "label", {}, `${name} `);
  return make(label, "select", { autocomplete: "off" });
}

/** The cards that share a value, in the order of the page. */
function groups(some, key) {
  const values = [...new Set(some.map((card) => card.dataset[key]))];
  return values.map((value) => some.filter((card) => card.dataset[key] === value));
}

/** A section with the questions of quizzes that are kept as cards; their answers stand on their pages. */
function addQuizCards() {
  const kept = store.entries("card:quiz-").filter(([, record]) => isAddress(record?.page));
  if (kept.length === 0) return;
  const section = document.createElement("section");
  section.id = "interview-quizzes";
  make(section, "h2", {}, "Questions of quizzes");
  for (const [key, record] of kept) {
    const id = key.slice("card:".length);
    const card = make(section, "details", { class: "turn-card", id: `card-${id}` });
    const about = { card: id, area: "quizzes", areaTitle: "Answered wrongly once", chapter: "", chapterTitle: "Quizzes" };
    Object.assign(card.dataset, about);
    make(make(card, "summary"), "span", {}, String(record.question ?? id));
    const back = make(card, "div", { class: "turn-card-back" });
    const line = make(back, "p", {}, "The answers, with their reasons: ");
    make(line, "a", { href: new URL(`../${record.page}#${id}`, import.meta.url).href }, "the question on its page");
    line.append(".");
  }
  document.querySelector(".turn-card").closest("section").parentElement.append(section);
}

/** Whether a text is the address of a page of this site: what is kept may have come from a file. */
function isAddress(text) {
  return typeof text === "string" && /^(?:[\w-]+\/)*[\w-]+(?:\.html)?$/.test(text);
}

function addMarks(card) {
  make(card.querySelector("summary"), "span", { class: "turn-card-state" });
  const row = make(card.querySelector(".turn-card-back"), "div", { class: "turn-card-rate" });
  for (const state of ["knew", "repeat"]) {
    const attributes = { type: "button", class: "card-button", "data-state": state };
    const name = STATES[state][0].toUpperCase() + STATES[state].slice(1);
    make(row, "button", attributes, name).addEventListener("click", () => rate(card, state));
  }
}

/** Write the state of each card on it, and count again. */
function label() {
  for (const card of cards) {
    const state = stateOf(card);
    const mark = card.querySelector(".turn-card-state");
    mark.textContent = state === "open" ? "" : STATES[state] + (due(card) ? ", due" : "");
    mark.dataset.state = state;
    for (const button of card.querySelectorAll(".turn-card-rate button")) {
      button.setAttribute("aria-pressed", String(button.dataset.state === state && !due(card)));
    }
  }
  count();
}
